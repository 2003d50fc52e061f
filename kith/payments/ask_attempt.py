"""Ask a gateway at once about an attempt of which it has told something."""

from datetime import datetime

from kith.kit.sql import Database
from kith.payments import attempt as attempts
from kith.payments.attempt import GatewaySilent
from kith.payments.charge import AttemptId, ChargeId, Moved, Paid
from kith.payments.gateway import Closed, Gateways, Settled, Unknown
from kith.payments.policy import Policy
from kith.payments.settle import settle


async def ask_attempt(
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
    """Settle the attempt if the answer is definite, also one that was closed here: money that came is taken in.

    To ask changes nothing at the gateway, so that it needs no lease. Raises `GatewaySilent` for the job to try again.
    """
    async with db.transaction() as tx:
        attempt = await attempts.by_id.one(tx, charge_id=charge_id, attempt_id=attempt_id)
    if attempt.state == "paid":
        return
    answer = await gateways[attempt.gateway].query(attempt.number, attempt.gateway_number)
    if isinstance(answer, Unknown):
        raise GatewaySilent(retry_after=policy.retry_after_seconds)
    if isinstance(answer, Settled | Closed):
        async with db.transaction() as tx:
            await settle(tx, paid, moved, charge_id=charge_id, attempt_id=attempt_id, fact=answer, now=now)
