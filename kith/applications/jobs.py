"""The job of applications."""

from kith.applications.policy import Policy
from kith.applications.sweep import sweep
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="applications.sweep", queue=SWEEPS, queueing_lock="applications.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Badges that run out, and certificates of what was refused long ago."""
    del timestamp
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())
