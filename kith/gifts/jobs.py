"""The job of gifts: time."""

from kith.gifts.policy import Policy
from kith.gifts.sweep import sweep
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="gifts.sweep", queue=SWEEPS, queueing_lock="gifts.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Lapse, expire, cancel, ask, assume, settle, forget, show: whatever is due."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())
