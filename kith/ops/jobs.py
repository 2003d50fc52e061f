"""Jobs: delete what has run out."""

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.ops.forget import forget
from kith.ops.policy import Policy

jobs = Blueprint()


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="ops.forget", queue=SWEEPS, pass_context=True, queueing_lock="ops.forget")
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Delete ended sessions and answered challenges."""
    del timestamp
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await forget(tx, parts[Policy], clock.now())
