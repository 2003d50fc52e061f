"""Ask the giver to pay a planned gift, now that its day is near."""

from datetime import datetime

from msgspec.structs import replace

from kith import mall
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.charge_giver import charge_giver
from kith.gifts.end import end
from kith.gifts.gift import EndReason, Gift, GiftId
from kith.gifts.move import may, step
from kith.gifts.policy import Policy
from kith.gifts.spending import OverWeeklyCeiling
from kith.gifts.tell_giver import tell_giver
from kith.kit.sql import Tx


async def ask_payment(tx: Tx, policy: Policy, gift_id: GiftId, now: datetime) -> None:
    """Reserve the unit and open the charge for the payment window; from then on it is a gift like any unpaid one.

    What is no longer for sale, costs something else, is sold out or over the giver's ceiling lapses, and the giver is
    told why.
    """
    giver_id = (await gifts.by_id.one(tx, gift_id=gift_id)).giver_id
    for key in diaries.lock_keys([giver_id]):
        await diaries.hold.one(tx, key=key)
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if not await timers.take.maybe(tx, gift_id=gift_id, kind="charge", now=now) or not may(gift, "charge"):
        return
    gift = replace(gift, pay_by=now + policy.payment_window)
    if reason := await _hindrance(tx, policy, gift, now):
        await gifts.explain.run(tx, gift_id=gift_id, reason=reason)
        await end(tx, gift, "lapse", by="clock", by_id=None, now=now)
        return
    await gifts.move.one(tx, **step(gift, "charge", "clock", None, now))
    await gifts.postpone.run(tx, gift_id=gift_id, pay_by=gift.pay_by)
    await diaries.ask.run(tx, person_id=giver_id, gift_id=gift_id, unpaid_until=gift.pay_by)
    await tell_giver(tx, gift, "charge", now)


async def _hindrance(tx: Tx, policy: Policy, gift: Gift, now: datetime) -> EndReason | None:
    """Why it cannot be paid; None when the giver has been asked."""
    assert gift.charge_id
    try:
        product, variant = await mall.product(tx, gift.product_id), await mall.variant(tx, gift.sku_id)
        if product.state != "listed":
            return "not_for_sale"
        if variant.fen != gift.fen:
            return "price_changed"
        await charge_giver(tx, policy, gift, gift.charge_id, now)
    except (mall.ProductNotFound, mall.VariantNotFound):
        return "not_for_sale"
    except mall.SoldOut:
        return "sold_out"
    except OverWeeklyCeiling:
        return "over_weekly_ceiling"
    return None
