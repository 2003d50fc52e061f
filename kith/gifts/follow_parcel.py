"""Tell the recipient what is new of a parcel."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def follow_parcel(tx: Tx, order: mall.Order, now: datetime) -> None:
    """The carrier said more, or the shop corrected the number: only she sees it. For `mall.OrderMoved.parcel`."""
    gift = await gifts.lock.one(tx, gift_id=await acceptances.gift_of.one(tx, order_id=order.order_id))
    await tell_recipient(tx, gift, now)
