"""The job of places: forgetting."""

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.places.forget import forget

jobs = Blueprint()


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="places.forget", queue=SWEEPS, queueing_lock="places.forget", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Every five minutes: forget positions that are too old."""
    del timestamp
    await forget(parts_of(context)[Database], clock.now())
