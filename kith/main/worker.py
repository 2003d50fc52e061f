"""The job worker: every capability's jobs and sweeps, and the recovery of jobs whose worker was killed."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from procrastinate import App, Blueprint, PsycopgConnector
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

import kith.ads.jobs
import kith.applications.jobs
import kith.campaigns.jobs
import kith.chat.jobs
import kith.envelopes.jobs
import kith.gifts.jobs
import kith.ledger.jobs
import kith.mall.jobs
import kith.mall.order_jobs
import kith.media.jobs
import kith.notices.jobs
import kith.ops.jobs
import kith.payments.jobs
import kith.people.jobs
import kith.places.jobs
import kith.tasks.jobs
import kith.wallet.jobs
from kith import people, push
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import RECONNECT_SECONDS, Database

_HEARTBEAT_SECONDS = 1.0
_STALLED_AFTER_SECONDS = 3.0
_PAUSE_SECONDS = 0.5
_PUSH_SECONDS = 1.0

_log = structlog.get_logger("kith.worker")

blueprints: Sequence[Blueprint] = (
    kith.ledger.jobs.jobs,
    kith.media.jobs.jobs,
    kith.people.jobs.jobs,
    kith.payments.jobs.jobs,
    kith.applications.jobs.jobs,
    kith.mall.jobs.jobs,
    kith.mall.order_jobs.jobs,
    kith.gifts.jobs.jobs,
    kith.envelopes.jobs.jobs,
    kith.campaigns.jobs.jobs,
    kith.tasks.jobs.jobs,
    kith.chat.jobs.jobs,
    kith.notices.jobs.jobs,
    kith.places.jobs.jobs,
    kith.ads.jobs.jobs,
    kith.wallet.jobs.jobs,
    kith.ops.jobs.jobs,
)


def queue(url: str) -> App:
    """The job queue of one database, knowing every task."""
    connector = PsycopgConnector(
        pool_factory=_pool,
        conninfo=url,
        min_size=1,
        max_size=8,
        reconnect_timeout=RECONNECT_SECONDS,
        configure=_each_alone,
    )
    app = App(connector=connector)
    for blueprint in blueprints:
        app.add_tasks_from(blueprint, namespace="")
    return app


def _pool(**settings: Any) -> AsyncConnectionPool[Any]:
    # The library would try each connection before its use, which is a round trip. A worker that loses one begins anew.
    settings["check"] = None
    return AsyncConnectionPool(**settings)


async def _each_alone(connection: AsyncConnection[Any]) -> None:
    # Whatever the queue does is one statement: it needs no bracket of two more.
    await connection.set_autocommit(True)


@asynccontextmanager
async def working(url: str, parts: Parts, *, concurrency: int = 4) -> AsyncGenerator[None]:
    """Work off jobs while the block runs; at its end, wait for the jobs under way."""
    app = queue(url)
    async with app.open_async():
        worker = asyncio.create_task(_keep_working(app, parts, concurrency))
        rescuer = asyncio.create_task(_rescue_stalled(app))
        pusher = asyncio.create_task(_keep_pushing(parts))
        try:
            yield
        finally:
            for task in (pusher, rescuer, worker):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await worker


async def _keep_working(app: App, parts: Parts, concurrency: int) -> None:
    """A worker ends when it loses its database; then another takes its place."""
    this = asyncio.current_task()
    assert this is not None
    # One that is cancelled and finds no database to say goodbye to raises that, and not that it was cancelled.
    while not this.cancelling():
        error: Exception | None = None
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                additional_context={"parts": parts},
                delete_jobs="successful",
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=_HEARTBEAT_SECONDS,
                stalled_worker_timeout=_STALLED_AFTER_SECONDS,
                shutdown_graceful_timeout=10,
            )
        except Exception as fell:
            error = fell
        if not this.cancelling():
            _log.warning("the worker ended; another begins", error=type(error).__name__)
            await asyncio.sleep(_PAUSE_SECONDS)


async def _keep_pushing(parts: Parts) -> None:
    """Somebody who is away is to hear of a message in seconds: jobs that come again and again come once a minute."""
    while True:
        try:
            await push.sweep(parts[Database], parts[push.Service], parts[people.Secret], parts[push.Policy], clock.now)
        except Exception as error:
            _log.warning("looking for what to push failed", error=type(error).__name__)
        await asyncio.sleep(_PUSH_SECONDS)


async def _rescue_stalled(app: App) -> None:
    """A worker that was killed leaves its job `doing` for ever; hand it to the living."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER_SECONDS):
                _log.warning("job of a dead worker runs again", job=job.id, task=job.task_name)
                await app.job_manager.retry_job(job, retry_at=clock.real_now())
        except Exception as error:
            _log.warning("looking for stalled jobs failed", error=type(error).__name__)
        await asyncio.sleep(_HEARTBEAT_SECONDS)
