"""The job of campaigns: time."""

from kith.campaigns.policy import Policy
from kith.campaigns.sweep import sweep
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="campaigns.sweep", queue=SWEEPS, queueing_lock="campaigns.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Prepare the envelopes of campaigns that open soon, and end those of campaigns that are over."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())
