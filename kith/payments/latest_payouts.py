"""List everybody's payouts, for operators."""

from datetime import datetime, timedelta

from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments.payout import Payout
from kith.payments.policy import Policy


async def latest_payouts(tx: Tx, policy: Policy, *, stuck: bool, limit: int, now: datetime) -> list[Payout]:
    """The newest; with `stuck` only those without a definite end in the usual time, the oldest first."""
    if not stuck:
        return await payouts.latest.all(tx, limit=limit)
    return await payouts.doubtful.all(
        tx,
        before=now - timedelta(seconds=policy.stuck_seconds),
        dealing_before=now - timedelta(seconds=policy.dealing_seconds),
        limit=limit,
    )
