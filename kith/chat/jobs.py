"""The job of chat: forgetting."""

from kith.chat.forget import forget
from kith.chat.policy import Policy
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="41 * * * *")
@jobs.task(name="chat.forget", queue=SWEEPS, queueing_lock="chat.forget", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Every hour: delete counts that are over, and refusals that no longer hold."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await forget(tx, parts[Policy], clock.now())
