"""Jobs: delete pictures and documents that nobody keeps, and their files."""

from procrastinate import RetryStrategy

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database
from kith.media.shelf import Shelf
from kith.media.sweep import sweep
from kith.media.sweep_documents import sweep_documents

jobs = Blueprint()


@jobs.task(name="media.sweep", pass_context=True)
async def sweep_now(context: JobContext) -> None:
    """Delete what nothing refers to any more."""
    while await sweep(parts_of(context)[Database], clock.now()):
        pass


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="media.sweep_due", queue=SWEEPS, pass_context=True, queueing_lock="media.sweep_due")
async def sweep_due(context: JobContext, timestamp: int) -> None:
    """Delete what was uploaded and never used, and what a lost job left."""
    del timestamp
    await sweep_now(context)
    await sweep_documents_now(context)


@jobs.task(name="media.sweep_documents", pass_context=True)
async def sweep_documents_now(context: JobContext) -> None:
    """Delete the documents that nobody keeps any more."""
    while await sweep_documents(parts_of(context)[Database], clock.now()):
        pass


@jobs.task(name="media.remove_document", pass_context=True, retry=RetryStrategy(max_attempts=10, exponential_wait=4))
async def remove_document(context: JobContext, stored_as: str) -> None:
    """Delete the file of a document whose row is gone."""
    await parts_of(context)[Shelf].remove_document(stored_as)


@jobs.task(name="media.remove_files", pass_context=True, retry=RetryStrategy(max_attempts=10, exponential_wait=4))
async def remove_files(context: JobContext, stored_as: str) -> None:
    """Delete the files of a picture whose row is gone."""
    await parts_of(context)[Shelf].remove(stored_as)
