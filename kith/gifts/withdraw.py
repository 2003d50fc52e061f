"""Take a gift back that nobody accepted."""

from datetime import datetime

from kith import people
from kith.gifts import gift as gifts
from kith.gifts.end import end
from kith.gifts.gift import GiftId
from kith.gifts.giver_view import GiverView
from kith.gifts.move import GiftNotFound, may_withdraw
from kith.gifts.show_given import show_given
from kith.kit.sql import Tx


async def withdraw(tx: Tx, gift_id: GiftId, giver_id: people.PersonId, now: datetime) -> GiverView:
    """End the gift and give the money back at once, paid or not, and whether or not it was quietly declined.

    Withdrawing twice is withdrawing once. Raises `GiftNotFound`, `AlreadyAccepted`, `GiftEnded`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.giver_id != giver_id:
        raise GiftNotFound
    if gift.state != "withdrawn":
        may_withdraw(gift)
        await end(tx, gift, "withdraw", by="giver", by_id=giver_id, now=now)
    return await show_given(tx, gift_id, giver_id, now)
