"""The job of tasks: time."""

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.tasks.policy import Policy
from kith.tasks.sweep import sweep

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="tasks.sweep", queue=SWEEPS, queueing_lock="tasks.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Close programmes whose time is over."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())
