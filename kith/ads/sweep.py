"""Do what is due: let unpaid placements go, and end those whose days are over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from kith.ads import placement as placements
from kith.ads import sight as sights
from kith.ads.end import end
from kith.ads.placement import Due
from kith.ads.policy import Policy
from kith.kit.sql import Database

_log = structlog.get_logger("kith.ads")

_BATCH = 500
_SLACK = timedelta(minutes=5)


async def sweep(db: Database, policy: Policy, now: datetime) -> int:
    """Read what is due, unlocked and in order, and do each in a transaction of its own, until nothing is left.

    One that fails is logged, does not stop the others, and is found again by the next round. Then the offers are
    forgotten that are over. Returns how many placements it ended. One that was seen a moment ago ends with what its
    last offers bring: they are good for a while longer.
    """
    done, after_at, after_id = 0, datetime.min.replace(tzinfo=UTC), UUID(int=0)
    while True:
        async with db.transaction() as tx:
            due = await placements.due.all(tx, now=now, after_at=after_at, after_id=after_id, limit=_BATCH)
        if not due:
            break
        after_at, after_id = due[-1].due_at, due[-1].placement_id
        for one in due:
            if one.state == "unpaid" or one.due_at + policy.offer_lasts <= now:
                done += await _do(db, one, now)
    async with db.transaction() as tx:
        await sights.forget_old_uses.run(tx, before=now - policy.offer_lasts - _SLACK)
    return done


async def _do(db: Database, due: Due, now: datetime) -> bool:
    try:
        async with db.transaction() as tx:
            if due.state == "unpaid":
                return await end(tx, due.placement_id, "lapsed", was=["unpaid"], now=now)
            return await end(tx, due.placement_id, "over", was=["running", "paused"], now=now)
    except Exception as error:
        _log.error("sweep failed", placement=str(due.placement_id), error=type(error).__name__)
        return False
