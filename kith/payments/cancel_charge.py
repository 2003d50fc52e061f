"""Give up waiting for a payment."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments.charge import ChargeId


async def cancel_charge(tx: Tx, charge_id: ChargeId, now: datetime) -> None:
    """The payment is no longer wanted: cancel the charge if it is open, and have its attempts closed at the gateway.

    A payer may still be faster than the closing. That money is taken in and given back.
    """
    if not await charges.cancel.run(tx, charge_id=charge_id, now=now):
        return
    if await attempts.unended.all(tx, charge_id=charge_id):
        await jobs.later(tx, "payments.close_attempts", charge_id=str(charge_id))
