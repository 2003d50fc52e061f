"""Jobs: bring messages to the gateway, make exports, forget who left, and delete what has run out."""

from uuid import UUID

from procrastinate import RetryStrategy

from kith import media
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.people import archive as archives
from kith.people.clear_away import clear_away
from kith.people.deliver import deliver
from kith.people.deliver_waiting import deliver_waiting
from kith.people.export import ExportId, Exporting, Whose
from kith.people.forget import forget
from kith.people.forget_left import forget_left
from kith.people.leaving import Leaving
from kith.people.make_export import make_export
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.sms import Sms, SmsFailed
from kith.people.sweep_exports import sweep_exports

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


@jobs.task(name="people.export", pass_context=True, retry=RetryStrategy(max_attempts=3, linear_wait=5))
async def make_one_export(context: JobContext, person_id: str, export_id: str) -> None:
    """Write the file of one export."""
    parts = parts_of(context)
    whose = Whose(PersonId(UUID(person_id)), ExportId(UUID(export_id)))
    settings = parts[Settings]
    folders = archives.Folders(archives.root(settings), parts[media.Shelf])
    await make_export(parts[Database], parts[Policy], parts[Exporting], whose, folders=folders, now=clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="people.sweep_exports", queue=SWEEPS, pass_context=True, queueing_lock="people.sweep_exports")
async def sweep_old_exports(context: JobContext, timestamp: int) -> None:
    """Find exports whose job was lost, and delete those that are over."""
    del timestamp
    parts = parts_of(context)
    await sweep_exports(parts[Database], archives.root(parts[Settings]), clock.now())


@jobs.task(name="people.clear_away", pass_context=True, retry=RetryStrategy(max_attempts=3, linear_wait=5))
async def clear_files_away(context: JobContext, person_id: str) -> None:
    """Delete the files of somebody who left."""
    await clear_away(archives.root(parts_of(context)[Settings]), PersonId(UUID(person_id)))


@jobs.periodic(cron="* * * * *")
@jobs.task(name="people.forget_left", queue=SWEEPS, pass_context=True, queueing_lock="people.forget_left")
async def forget_those_who_left(context: JobContext, timestamp: int) -> None:
    """Forget what was under way when somebody left."""
    del timestamp
    parts = parts_of(context)
    await forget_left(parts[Database], parts[Leaving], archives.root(parts[Settings]), clock.now())
