"""Tell a person what became of a top-up."""

from datetime import datetime

from kith import notices, payments
from kith.kit.sql import Tx


async def follow_charge(tx: Tx, charge: payments.Charge, now: datetime) -> None:
    """It was paid, or money of it is on its way back, or back. For `payments.Moved`, purpose `top-up`."""
    await notices.tell(tx, charge.payer_id, "charge", charge.charge_id, now)
    await notices.tell(tx, charge.payer_id, "wallet", charge.payer_id, now)
