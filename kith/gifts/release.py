"""Give a unit back that was kept for the sake of secrecy."""

from datetime import datetime

from kith import mall
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def release(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """The unit as given can be had by others again: its recipient took something else, long enough ago."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="release", now=now):
        await mall.give_back(tx, gift.sku_id, gift_id, now)
