"""Tell the recipient that the shop is late."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def tell_late(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """The shop's promise is over and nothing was sent: from now on she may cancel."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="late", now=now):
        await tell_recipient(tx, gift, now)
