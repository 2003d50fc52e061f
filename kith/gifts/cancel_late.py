"""Cancel a gift that its shop did not send in time."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts.end import end
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.kit.sql import Tx


async def cancel_late(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Take the order back from the shop and refund the gift; a shop that was faster has won.

    The order is locked before the gift, as the shop's own moves do. If the recipient has just chosen again, that order
    is not late.
    """
    accepted = await acceptances.of.one(tx, gift_id=gift_id)
    if now < accepted.ship_by or not await mall.cancel_order(tx, accepted.order_id, why="late", now=now):
        return
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if may(gift, "cancel"):
        await end(tx, gift, "cancel", by="clock", by_id=None, now=now)
