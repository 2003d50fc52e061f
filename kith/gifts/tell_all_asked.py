"""Tell everybody who was asked that it went on."""

from datetime import datetime

from kith.gifts import ask as asks
from kith.gifts.gift import GiftId
from kith.gifts.tell_asked import tell_asked
from kith.kit.sql import Tx


async def tell_all_asked(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """More has been paid, all of it, or nothing is collected any more."""
    await tell_asked(tx, gift_id, [ask.payer_id for ask in await asks.of_gift.all(tx, gift_id=gift_id)], now)
