"""The job of ads: time."""

from kith.ads.policy import Policy
from kith.ads.sweep import sweep
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="ads.sweep", queue=SWEEPS, queueing_lock="ads.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Let go what nobody paid, and end what has run its days."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())
