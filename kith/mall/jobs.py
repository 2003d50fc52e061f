"""Jobs of the mall's goods: imports, their pictures, and reservations that ran out."""

from uuid import UUID

from procrastinate import RetryStrategy

from kith import mall, media, merchants
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()

_ROUNDS = 50
"""Handfuls of pictures that one job fetches; the sweep goes on where it stops."""


@jobs.task(
    name="mall.import_feed",
    pass_context=True,
    retry=RetryStrategy(max_attempts=5, wait=60, retry_exceptions={mall.ImportRunning, OSError}),
)
async def import_feed(context: JobContext, merchant_id: str, import_id: str) -> None:
    """Import a feed that was asked for."""
    parts = parts_of(context)
    await mall.resume_import(
        parts[Database],
        merchants.MerchantId(UUID(merchant_id)),
        UUID(import_id),
        shelf=parts[media.Shelf],
        policy=parts[mall.Policy],
        now=clock.now(),
    )


@jobs.task(name="mall.fetch_pictures", pass_context=True, queueing_lock="mall.fetch_pictures")
async def fetch_pictures(context: JobContext) -> None:
    """Fetch the pictures of new goods."""
    parts = parts_of(context)
    for _ in range(_ROUNDS):
        if not await mall.fetch_pictures(
            parts[Database],
            shelf=parts[media.Shelf],
            policy=parts[mall.Policy],
            now=clock.now(),
        ):
            break


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="mall.sweep_pictures", queue=SWEEPS, pass_context=True, queueing_lock="mall.sweep_pictures")
async def sweep_pictures(context: JobContext, timestamp: int) -> None:
    """Fetch pictures whose job was lost, and those that are to be tried again."""
    await fetch_pictures(context)


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="mall.resume_imports", queue=SWEEPS, pass_context=True, queueing_lock="mall.resume_imports")
async def resume_imports(context: JobContext, timestamp: int) -> None:
    """Go on with imports whose process was lost."""
    parts = parts_of(context)
    await mall.resume_imports(parts[Database], shelf=parts[media.Shelf], policy=parts[mall.Policy], now=clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="mall.expire_reservations", queue=SWEEPS, pass_context=True, queueing_lock="mall.expire_reservations")
async def expire_reservations(context: JobContext, timestamp: int) -> None:
    """Free the units of reservations that have run out."""
    await mall.expire_reservations(parts_of(context)[Database], clock.now())
