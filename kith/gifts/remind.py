"""Remind the recipient of a gift that she has not answered."""

from datetime import datetime

from kith import notices
from kith.gifts import gift as gifts
from kith.gifts import recipient_view as views
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.gifts.timer import Kind
from kith.kit.sql import Tx


async def remind(tx: Tx, kind: Kind, gift_id: GiftId, now: datetime) -> None:
    """Half of her time is over, or its last day begins. Nobody else learns of that, nor whether she was reminded."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind=kind, now=now) is None:
        return
    if gift.state == "offered" and views.shows(gift, now) and gift.answer_by and now < gift.answer_by:
        await notices.tell(tx, gift.recipient_id, "gift_reminder", gift_id, now)
