"""Give up a gift that was not paid in time."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.end import end
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.kit.sql import Tx


async def lapse(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """End the gift; money that comes later is refunded, and so are parts that were paid."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="lapse", now=now) and may(gift, "lapse"):
        await end(tx, gift, "lapse", by="clock", by_id=None, now=now)
