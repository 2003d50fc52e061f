"""Give money back."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments.charge import ChargeId, ChargeNotFound, ChargeNotPaid
from kith.payments.refund import Refund, RefundId
from kith.payments.start_refund import start_refund


async def refund_charge(
    tx: Tx, *, refund_id: RefundId, charge_id: ChargeId, fen: int, reason: str, now: datetime
) -> Refund:
    """Give `fen` of a paid charge back to its payer, by the way it was paid, however long that takes.

    The money must be in the charge's account; it is held there until the gateway has confirmed. `reason` is a code
    that the payer may get to see. Raises `ChargeNotFound`, `ChargeNotPaid`, `RefundDiffers`, `RefundTooMuch`.
    """
    charge = await charges.by_id.maybe(tx, charge_id=charge_id)
    if charge is None:
        raise ChargeNotFound
    if charge.paid_attempt_id is None:
        raise ChargeNotPaid
    attempt = await attempts.by_id.one(tx, charge_id=charge_id, attempt_id=charge.paid_attempt_id)
    return await start_refund(tx, refund_id=refund_id, charge=charge, attempt=attempt, fen=fen, reason=reason, now=now)
