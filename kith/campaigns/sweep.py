"""Do what is due with campaigns."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from kith.campaigns import campaign as campaigns
from kith.campaigns.policy import Policy
from kith.campaigns.tend import tend
from kith.kit.sql import Database

_log = structlog.get_logger("kith.campaigns")

_BATCH = 100


async def sweep(db: Database, policy: Policy, now: datetime) -> int:
    """Read which are due, and tend each; one that fails is logged, does not stop the others, and is found again.

    Returns how many were due.
    """
    count, after_at, after_id = 0, datetime.min.replace(tzinfo=UTC), UUID(int=0)
    while True:
        async with db.transaction() as tx:
            due = await campaigns.due.all(tx, now=now, after_at=after_at, after_id=after_id, limit=_BATCH)
        for one in due:
            try:
                await tend(db, policy, one.campaign_id, now)
            except Exception as error:
                _log.error("sweep failed", campaign=str(one.campaign_id), error=type(error).__name__)
        count += len(due)
        if len(due) < _BATCH:
            return count
        after_at, after_id = due[-1].due_at, due[-1].campaign_id
