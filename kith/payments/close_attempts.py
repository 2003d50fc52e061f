"""Close what is still open of a charge that ended."""

from datetime import datetime

from kith.kit.sql import Database
from kith.payments import attempt as attempts
from kith.payments.charge import ChargeId, Moved, Paid
from kith.payments.gateway import Gateways
from kith.payments.policy import Policy
from kith.payments.tend_attempt import tend_attempt


async def close_attempts(
    db: Database, gateways: Gateways, policy: Policy, paid: Paid, moved: Moved, *, charge_id: ChargeId, now: datetime
) -> None:
    """Tend every attempt of the charge that has not ended, one after the other."""
    async with db.transaction() as tx:
        unended = await attempts.unended.all(tx, charge_id=charge_id)
    for each in unended:
        await tend_attempt(db, gateways, policy, paid, moved, charge_id=charge_id, attempt_id=each.attempt_id, now=now)
