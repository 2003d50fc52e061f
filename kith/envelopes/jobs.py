"""The job of envelopes: time."""

from kith.envelopes.sweep import sweep
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="envelopes.sweep", queue=SWEEPS, queueing_lock="envelopes.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Let go what nobody paid, and give back what nobody took."""
    await sweep(parts_of(context)[Database], clock.now())
