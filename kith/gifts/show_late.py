"""Tell the giver that the shop is late."""

from datetime import datetime

from kith import notices
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def show_late(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """The day is over on which what was given should have been sent at the latest: from now on the giver may cancel."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    due_at = await timers.take.maybe(tx, gift_id=gift_id, kind="show_late", now=now)
    if due_at:
        await notices.tell(tx, gift.giver_id, "gift_given", gift_id, due_at)
