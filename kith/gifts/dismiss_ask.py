"""Dismiss an ask, in silence."""

from datetime import datetime

from kith import notices, people
from kith.gifts import ask as asks
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts.ask import AskId, AskNotFound
from kith.gifts.ask_view import AskView
from kith.gifts.cancel_part import cancel_part
from kith.gifts.show_ask import show_ask
from kith.kit.sql import Tx


async def dismiss_ask(tx: Tx, ask_id: AskId, payer_id: people.PersonId, now: datetime) -> AskView:
    """It leaves my list, and what I was about to pay can be paid by others. Nobody else sees anything of it.

    What I have paid stays paid. Dismissing twice is dismissing once. Raises `AskNotFound`.
    """
    asked = await asks.asked.maybe(tx, person_id=payer_id, ask_id=ask_id)
    if asked is None:
        raise AskNotFound
    gift = await gifts.lock.one(tx, gift_id=asked.gift_id)
    for part in await parts.of.all(tx, gift_id=gift.gift_id):
        if part.open and part.payer_id == payer_id:
            await cancel_part(tx, gift, part, now)
    if await asks.dismiss.run(tx, person_id=payer_id, ask_id=ask_id, now=now):
        await notices.tell(tx, payer_id, "ask", ask_id, now)
    return await show_ask(tx, ask_id, payer_id, now)
