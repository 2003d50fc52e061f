"""Forget old events."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.notices import event as events
from kith.notices.policy import Policy


async def forget(tx: Tx, policy: Policy, now: datetime) -> int:
    """Delete events older than the policy keeps them; how many. The numbers go on from where they were."""
    return await events.forget.run(tx, before=events.forgotten_before(policy.keep_days, now))
