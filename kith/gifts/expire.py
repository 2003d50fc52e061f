"""End a gift whose window is over."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.end import end
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.kit.sql import Tx


async def expire(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Refund a gift that was not answered, or quietly declined: here the two are one and the same."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="expire", now=now) and may(gift, "expire"):
        await end(tx, gift, "expire", by="clock", by_id=None, now=now)
