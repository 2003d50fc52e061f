"""Ask somebody for a part of the price."""

from datetime import datetime

from kith import notices, payments, people
from kith.gifts import giving
from kith.gifts import part as parts
from kith.gifts.gift import Gift
from kith.kit.sql import Tx


async def ask_part(
    tx: Tx,
    gift: Gift,
    *,
    payer_id: people.PersonId,
    charge_id: payments.ChargeId,
    fen: int,
    pay_by: datetime,
    now: datetime,
) -> None:
    """Open a part and its charge until a moment, and tell the payer of the charge. Raises `payments.ChargeDiffers`."""
    parts.insert.send(tx, gift_id=gift.gift_id, charge_id=charge_id, payer_id=payer_id, fen=fen, pay_by=pay_by)
    await payments.open_charge(
        tx,
        charge_id=charge_id,
        payer_id=payer_id,
        fen=fen,
        subject=giving.subject(gift),
        purpose="gift",
        ref=gift.gift_id,
        pay_by=pay_by,
        now=now,
    )
    await notices.tell(tx, payer_id, "charge", charge_id, now)
