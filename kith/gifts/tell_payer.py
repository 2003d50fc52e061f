"""Tell one payer that what they see of their part has changed."""

from datetime import datetime

from kith import notices, people
from kith.gifts import co_payer as co_payers
from kith.gifts.gift import Gift
from kith.gifts.tell_asked import tell_asked
from kith.kit.sql import Tx


async def tell_payer(tx: Tx, gift: Gift, payer_id: people.PersonId, now: datetime) -> None:
    """The giver sees it on the gift; a friend on what was asked, and, having paid before, on the gift paid for."""
    if payer_id == gift.giver_id:
        await notices.tell(tx, payer_id, "gift_given", gift.gift_id, now)
        return
    await tell_asked(tx, gift.gift_id, [payer_id], now)
    if await co_payers.of.maybe(tx, person_id=payer_id, gift_id=gift.gift_id):
        await notices.tell(tx, payer_id, "paid_gift", gift.gift_id, now)
