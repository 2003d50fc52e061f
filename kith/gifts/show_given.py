"""Show one gift to its giver."""

from datetime import datetime

from kith import people
from kith.gifts.gift import GiftId
from kith.gifts.giver_view import GiverView
from kith.gifts.move import GiftNotFound
from kith.gifts.see_given import see_given
from kith.kit.sql import Tx


async def show_given(tx: Tx, gift_id: GiftId, giver_id: people.PersonId, now: datetime) -> GiverView:
    """The giver's view. Raises `GiftNotFound` for everybody else."""
    for view in await see_given(tx, [gift_id], giver_id, now):
        return view
    raise GiftNotFound
