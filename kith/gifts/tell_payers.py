"""Tell the friends who paid that what they see of the gift has changed."""

from datetime import datetime

from kith import notices
from kith.gifts import part as parts
from kith.gifts.gift import Gift
from kith.kit.sql import Tx


async def tell_payers(tx: Tx, gift: Gift, now: datetime) -> None:
    """They see its steps as its giver does, and are told of them at the same moments."""
    paid = {part.payer_id for part in await parts.of.all(tx, gift_id=gift.gift_id) if part.paid_at}
    for payer_id in sorted(paid - {gift.giver_id}):
        await notices.tell(tx, payer_id, "paid_gift", gift.gift_id, now)
