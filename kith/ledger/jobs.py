"""Jobs of the ledger: give back expired holds every minute, audit every night."""

import structlog

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.ledger.audit import audit
from kith.ledger.expire_pending import expire_pending

jobs = Blueprint()

_log = structlog.get_logger("kith.ledger")

_AT_ONCE = 200


@jobs.periodic(cron="* * * * *")
@jobs.task(name="ledger.expire", queue=SWEEPS, pass_context=True, queueing_lock="ledger.expire")
async def expire(context: JobContext, timestamp: int) -> None:
    """Give back every hold whose time is over, a few hundred a transaction."""
    del timestamp
    db = parts_of(context)[Database]
    while True:
        async with db.transaction() as tx:
            if not await expire_pending(tx, clock.now(), _AT_ONCE):
                return


@jobs.periodic(cron="20 19 * * *")
@jobs.task(name="ledger.audit", queue=SWEEPS, pass_context=True, queueing_lock="ledger.audit")
async def check(context: JobContext, timestamp: int) -> None:
    """Audit the ledger at 03:20 in Beijing and log whatever does not add up."""
    del timestamp
    async with parts_of(context)[Database].transaction() as tx:
        found = await audit(tx)
    for finding in found:
        _log.error("the ledger does not add up", check=finding.check, subject=finding.subject, detail=finding.detail)
    _log.info("ledger audited", findings=len(found))
