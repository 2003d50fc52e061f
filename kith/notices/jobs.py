"""The job of notices: forgetting."""

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.notices.forget import forget
from kith.notices.policy import Policy

jobs = Blueprint()


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="notices.forget", queue=SWEEPS, queueing_lock="notices.forget", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Every hour: delete events that are too old."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await forget(tx, parts[Policy], clock.now())
