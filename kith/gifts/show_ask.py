"""Show an ask to the friend who is asked."""

from datetime import datetime

from kith import people
from kith.gifts import ask as asks
from kith.gifts.ask import AskId, AskNotFound
from kith.gifts.ask_view import AskView
from kith.gifts.see_asks import see_asks
from kith.kit.sql import Tx


async def show_ask(tx: Tx, ask_id: AskId, payer_id: people.PersonId, now: datetime) -> AskView:
    """Also one that was dismissed, or that can no longer be paid. Raises `AskNotFound` for everybody else."""
    asked = await asks.asked.maybe(tx, person_id=payer_id, ask_id=ask_id)
    if asked is None:
        raise AskNotFound
    [view] = await see_asks(tx, [asked], payer_id, now)
    return view
