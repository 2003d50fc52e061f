"""Ask a gateway how an attempt stands, or to close it."""

from datetime import datetime, timedelta

from kith.kit.sql import Database
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId, ChargeId, Moved, Paid
from kith.payments.gateway import Closed, Gateways, Missing, Settled, Unknown, Waiting
from kith.payments.policy import Policy
from kith.payments.settle import settle


async def tend_attempt(
    db: Database,
    gateways: Gateways,
    policy: Policy,
    paid: Paid,
    moved: Moved,
    *,
    charge_id: ChargeId,
    attempt_id: AttemptId,
    now: datetime,
) -> None:
    """Bring one attempt nearer to its end.

    Lease it; ask the gateway how it stands or, when the payment is no longer wanted, to close it, or to cancel it if it
    is a code of which nobody knows whether it was made; settle it if the answer is definite, otherwise ask again later.
    Does nothing to an attempt that has ended or is another's to tend.
    """
    one = {"charge_id": charge_id, "attempt_id": attempt_id}
    async with db.transaction() as tx:
        charge = await charges.by_id.one(tx, charge_id=charge_id)
        closing = not attempts.wanted(charge, policy, now)
        lease_until = now + timedelta(seconds=policy.lease_seconds)
        attempt = await attempts.lease.maybe(tx, **one, closing=closing, lease_until=lease_until, now=now)
    if attempt is None:
        return
    answer = await _ask(gateways, attempt, closing)
    fact = attempts.verdict(answer, charge, policy, now)
    async with db.transaction() as tx:
        if fact is not None:
            await settle(tx, paid, moved, charge_id=charge_id, attempt_id=attempt_id, fact=fact, now=now)
            return
        await attempts.postpone.run(
            tx,
            **one,
            exists=isinstance(answer, Waiting),
            code=answer.why if isinstance(answer, Unknown) else None,
            due_at=attempts.next_check(charge, policy, attempt.checks, now),
            lease_until=lease_until,
        )


async def _ask(gateways: Gateways, attempt: Attempt, closing: bool) -> Settled | Waiting | Closed | Missing | Unknown:
    gateway = gateways[attempt.gateway]
    if closing and attempt.way == "qr" and attempt.state == "unknown":
        return await gateway.cancel(attempt.number, attempt.gateway_number)
    if closing:
        return await gateway.close(attempt.number, attempt.gateway_number)
    return await gateway.query(attempt.number, attempt.gateway_number)
