"""Show one gift to a friend who helped to pay it."""

from datetime import datetime

from kith import people
from kith.gifts.gift import GiftId
from kith.gifts.move import GiftNotFound
from kith.gifts.payer_view import PayerView
from kith.gifts.see_paid import see_paid
from kith.kit.sql import Tx


async def show_paid(tx: Tx, gift_id: GiftId, payer_id: people.PersonId, now: datetime) -> PayerView:
    """The friend's view. Raises `GiftNotFound` for everybody else."""
    for view in await see_paid(tx, [gift_id], payer_id, now):
        return view
    raise GiftNotFound
