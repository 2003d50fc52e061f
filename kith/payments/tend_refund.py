"""Send a refund, or ask what became of it."""

from datetime import datetime, timedelta

from kith import ledger
from kith.kit.sql import Database, Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments import posting
from kith.payments import refund as refunds
from kith.payments.attempt import Attempt, step
from kith.payments.charge import ChargeId, Moved
from kith.payments.gateway import Declined, Gateways, Missing, Pending, Refunded, Unknown
from kith.payments.policy import Policy
from kith.payments.refund import Refund, RefundId


async def tend_refund(
    db: Database,
    gateways: Gateways,
    policy: Policy,
    moved: Moved,
    *,
    charge_id: ChargeId,
    refund_id: RefundId,
    now: datetime,
) -> None:
    """Bring one refund nearer to its end.

    Lease it, which makes it `unknown`: from then on it may have happened. If it was so before, ask the gateway, and
    send it again, under its same number, only when the gateway has never heard of it. Only `Refunded` moves money. A
    definite refusal leaves it `refused`, to be tried again when the gateway says that this may help. Does nothing to a
    refund that is done or is another's to tend.
    """
    one = {"charge_id": charge_id, "refund_id": refund_id}
    async with db.transaction() as tx:
        before = await refunds.by_id.one(tx, **one)
        if before.state == "refunded":
            return
        lease_until = now + timedelta(seconds=policy.lease_seconds)
        refund = await refunds.lease.maybe(tx, **one, state=before.state, lease_until=lease_until, now=now)
        attempt = await attempts.by_id.one(tx, charge_id=charge_id, attempt_id=before.attempt_id)
        if refund is not None and refund.state != before.state:
            await _tell(tx, moved, refund, now)
    if refund is None:
        return
    answer = await _ask(gateways, refund, attempt, sent=before.state == "unknown")
    async with db.transaction() as tx:
        if await _record(tx, refund, answer, policy, now):
            await _tell(tx, moved, refund, now)


async def _ask(
    gateways: Gateways, refund: Refund, attempt: Attempt, *, sent: bool
) -> Refunded | Pending | Unknown | Declined:
    gateway = gateways[attempt.gateway]
    if sent:
        known = await gateway.query_refund(attempt.number, refund.number, attempt.gateway_number)
        if not isinstance(known, Missing):
            return known
    return await gateway.refund(refunds.order(refund, attempt))


async def _record(
    tx: Tx, refund: Refund, answer: Refunded | Pending | Unknown | Declined, policy: Policy, now: datetime
) -> bool:
    """Commit the answer; True if the payer sees a difference."""
    one = {"charge_id": refund.charge_id, "refund_id": refund.refund_id}
    if isinstance(answer, Refunded) and answer.fen == refund.fen:
        if await refunds.finish.maybe(tx, **one, now=now) is None:
            return False
        await ledger.transfer(tx, posting.post(refund), now)
        return True
    again = {"due_at": now + step(policy, refund.checks), "lease_until": refund.lease_until}
    if isinstance(answer, Declined):
        again["due_at"] = again["due_at"] if answer.again else None
        return bool(await refunds.refuse.run(tx, **one, **again, code=answer.code))
    await refunds.postpone.run(tx, **one, **again, code=_code(answer))
    return False


async def _tell(tx: Tx, moved: Moved, refund: Refund, now: datetime) -> None:
    charge = await charges.by_id.one(tx, charge_id=refund.charge_id)
    await moved.table[charge.purpose](tx, charge, now)


def _code(answer: Refunded | Pending | Unknown) -> str | None:
    """What an operator reads of a refund that takes long."""
    if isinstance(answer, Refunded):
        return "amount_differs"
    return answer.why if isinstance(answer, Unknown) else None
