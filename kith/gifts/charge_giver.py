"""Ask the giver for the whole price."""

from datetime import datetime

from kith import mall, payments
from kith.gifts import timer as timers
from kith.gifts.ask_part import ask_part
from kith.gifts.gift import Gift
from kith.gifts.policy import Policy
from kith.gifts.spend import spend
from kith.kit.sql import Tx


async def charge_giver(tx: Tx, policy: Policy, gift: Gift, charge_id: payments.ChargeId, now: datetime) -> None:
    """Reserve the unit and open the charge until `gift.pay_by`. The giver's diary is held, the gift locked or new.

    Raises `mall.VariantNotFound`, `mall.SoldOut`, `OverWeeklyCeiling`, `payments.ChargeDiffers`.
    """
    payer_id, pay_by = gift.giver_id, gift.pay_by
    await mall.reserve(tx, gift.sku_id, gift.gift_id, pay_by, now)
    await spend(tx, policy, payer_id, charge_id, gift.fen, until=pay_by, now=now)
    await ask_part(tx, gift, payer_id=payer_id, charge_id=charge_id, fen=gift.fen, pay_by=pay_by, now=now)
    timers.start.send(tx, gift_id=gift.gift_id, kind="lapse", due_at=pay_by)
