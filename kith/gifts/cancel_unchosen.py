"""End a gift whose recipient did not choose again."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.end import end
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.kit.sql import Tx


async def cancel_unchosen(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Refund a gift whose shop had not what she took, and for which she took nothing else in her time."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="choose", now=now) and may(gift, "cancel"):
        await end(tx, gift, "cancel", by="clock", by_id=None, now=now)
