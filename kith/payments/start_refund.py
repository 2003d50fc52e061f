"""Hold the money of a refund and send it on its way, or give it back at once."""

from datetime import datetime

from kith import ledger
from kith.kit import jobs
from kith.kit.sql import Tx
from kith.payments import posting
from kith.payments import refund as refunds
from kith.payments.attempt import Attempt
from kith.payments.charge import Charge
from kith.payments.purse import PURSE
from kith.payments.refund import Refund, RefundId, RefundTooMuch


async def start_refund(
    tx: Tx, *, refund_id: RefundId, charge: Charge, attempt: Attempt, fen: int, reason: str, now: datetime
) -> Refund:
    """Commit the intent to give `fen` of a paid attempt back: the rows, the hold in the ledger, the job that sends it.

    What was paid by wallet is there again when this is committed.

    The same refund again is answered as it stands. Raises `RefundDiffers`, `RefundTooMuch`.
    """
    one = {"charge_id": attempt.charge_id, "refund_id": refund_id}
    refund = await refunds.insert.maybe(tx, **one, attempt_id=attempt.attempt_id, fen=fen, reason=reason, now=now)
    if refund is None:
        return refunds.same(await refunds.by_id.one(tx, **one), attempt.attempt_id, fen, reason)
    await refunds.list_for_payer.run(tx, **one, person_id=charge.payer_id, now=now)
    by_wallet = attempt.gateway == PURSE
    transfer = posting.refund_to_purse(refund, charge.payer_id) if by_wallet else posting.hold(refund, attempt.gateway)
    try:
        await ledger.transfer(tx, transfer, now)
    except ledger.TransferRefused as refused:
        if refused.result == ledger.Result.EXCEEDS_CREDITS:
            raise RefundTooMuch from refused
        raise
    if by_wallet:
        return await refunds.finish.one(tx, **one, now=now)
    await jobs.later(tx, "payments.tend_refund", charge_id=str(refund.charge_id), refund_id=str(refund_id))
    return refund
