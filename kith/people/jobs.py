"""Jobs: bring messages to the gateway, and delete what has run out."""

from uuid import UUID

from procrastinate import RetryStrategy

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.people.deliver import deliver
from kith.people.deliver_waiting import deliver_waiting
from kith.people.forget import forget
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.sms import Sms, SmsFailed

jobs = Blueprint()


@jobs.task(
    name="people.deliver",
    pass_context=True,
    retry=RetryStrategy(max_attempts=4, exponential_wait=3, retry_exceptions=[SmsFailed]),
)
async def deliver_message(context: JobContext, message_id: str) -> None:
    """Send one waiting message."""
    parts = parts_of(context)
    await deliver(parts[Database], parts[Sms], parts[Secret], UUID(message_id), clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="people.deliver_waiting", queue=SWEEPS, pass_context=True, queueing_lock="people.deliver_waiting")
async def deliver_lost(context: JobContext, timestamp: int) -> None:
    """Find messages whose job was lost."""
    del timestamp
    async with parts_of(context)[Database].transaction() as tx:
        await deliver_waiting(tx, clock.now())


@jobs.periodic(cron="17 * * * *")
@jobs.task(name="people.forget", queue=SWEEPS, pass_context=True, queueing_lock="people.forget")
async def forget_old(context: JobContext, timestamp: int) -> None:
    """Delete what has run out."""
    del timestamp
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await forget(tx, parts[Policy], clock.now())
