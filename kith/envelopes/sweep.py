"""Do what is due: let unpaid envelopes go, and end those whose day is over."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from kith.envelopes import envelope as envelopes
from kith.envelopes.end import end
from kith.envelopes.envelope import Due
from kith.envelopes.lapse import lapse
from kith.kit.sql import Database

_log = structlog.get_logger("kith.envelopes")

_BATCH = 500


async def sweep(db: Database, now: datetime) -> int:
    """Read what is due, unlocked and in order, and do each in a transaction of its own, until nothing is left.

    One that fails is logged, does not stop the others, and is found again by the next round. Returns how many it did.
    """
    done, after_at, after_id = 0, datetime.min.replace(tzinfo=UTC), UUID(int=0)
    while True:
        async with db.transaction() as tx:
            due = await envelopes.due.all(tx, now=now, after_at=after_at, after_id=after_id, limit=_BATCH)
        if not due:
            return done
        after_at, after_id = due[-1].due_at, due[-1].envelope_id
        for one in due:
            done += await _do(db, one, now)


async def _do(db: Database, due: Due, now: datetime) -> bool:
    try:
        async with db.transaction() as tx:
            if due.state == "unpaid":
                return await lapse(tx, due.envelope_id, now)
            return await end(tx, due.envelope_id, "expired", now)
    except Exception as error:
        # Without the trace: the database quotes whole rows in its errors, and a row has the greeting in it.
        _log.error("sweep failed", envelope=str(due.envelope_id), error=type(error).__name__)
        return False
