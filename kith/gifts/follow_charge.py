"""Tell payer and giver what became of a part."""

from datetime import datetime

from kith import notices, payments
from kith.gifts import co_payer as co_payers
from kith.gifts import gift as gifts
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def follow_charge(tx: Tx, charge: payments.Charge, now: datetime) -> None:
    """The gateway moved a charge: its payer sees that, and whoever gave the gift or paid for it sees it there.

    For `payments.Moved`, purpose `gift`.
    """
    await notices.tell(tx, charge.payer_id, "charge", charge.charge_id, now)
    gift = await gifts.by_id.maybe(tx, gift_id=GiftId(charge.ref))
    if gift is None:
        return
    if gift.giver_id == charge.payer_id:
        await notices.tell(tx, gift.giver_id, "gift_given", gift.gift_id, now)
    elif await co_payers.of.maybe(tx, person_id=charge.payer_id, gift_id=gift.gift_id):
        await notices.tell(tx, charge.payer_id, "paid_gift", gift.gift_id, now)
