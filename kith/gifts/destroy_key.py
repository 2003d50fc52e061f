"""Make an address unreadable for ever."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts import vault
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def destroy_key(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Destroy the key of the address and erase what it sealed; that there was one, and who read it, stays."""
    await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="destroy_key", now=now):
        await vault.destroy_key.run(tx, gift_id=gift_id, now=now)
        await vault.erase.run(tx, gift_id=gift_id)
