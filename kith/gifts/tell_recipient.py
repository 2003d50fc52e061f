"""Tell the recipient that what she sees of a gift has changed."""

from datetime import datetime

from kith import notices
from kith.gifts import recipient_view as views
from kith.gifts.gift import Gift
from kith.kit.sql import Tx


async def tell_recipient(tx: Tx, gift: Gift, now: datetime) -> None:
    """Unless it has not reached her, or she quietly declined: then nothing that happens to it shows.

    `gift` is locked, as it was before.
    """
    if views.shows(gift, now):
        await notices.tell(tx, gift.recipient_id, "gift_received", gift.gift_id, now)
