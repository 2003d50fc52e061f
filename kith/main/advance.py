"""Move an installation's clock on, and let everything that became due happen."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import cast

import httpx
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from kith.kit import clock
from kith.kit.jobs import SWEEPS
from kith.kit.sql import Database, Query, Statement
from kith.main.near import near

AnyTask = Task[..., object, ...]

_ROUNDS = 4_000
_PAUSE_SECONDS = 0.025

shift_waiting = Statement(
    """
    UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - %(by)s::interval
    WHERE status = 'todo' AND scheduled_at IS NOT NULL
    """
)
due = Query(
    int,
    """
    SELECT count(*)::int FROM procrastinate_jobs
    WHERE status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %(real_now)s))
    """,
)


class Unsettled(Exception):
    """After the clock moved, work kept coming and never ended."""


async def advance(db: Database, queue: App, path: Path, simulator: str | None, by: timedelta) -> None:
    """Show a later time to every process, wake what waits, run each sweep once, and return when nothing due is left.

    `simulator` is the base URL of the other side of the gateways; it reads the same clock and has deadlines of its own.
    """
    clock.set_offset(path, clock.offset() + by)
    await catch_up(db, queue, simulator, by)


async def catch_up(db: Database, queue: App, simulator: str | None, by: timedelta) -> None:
    """Let everything happen that became due when the clock moved on by so much. Raises `Unsettled`."""
    async with db.transaction() as tx:
        await shift_waiting.run(tx, by=by)
    await _sweep(queue)
    await settle(db, simulator)
    # What the simulator told us in that round may have made a sweep's work due.
    await _sweep(queue)
    await settle(db, simulator)


async def settle(db: Database, simulator: str | None) -> None:
    """Return when no job is due or running and the simulator has nothing left to say. Raises `Unsettled`."""
    async with near(simulator or "") as client:
        quiet = 0
        for _ in range(_ROUNDS):
            idle = await _idle(client) if simulator else True
            async with db.transaction() as tx:
                left = await due.one(tx, real_now=clock.real_now())
            quiet = quiet + 1 if idle and left == 0 else 0
            if quiet == 2:
                return
            await asyncio.sleep(_PAUSE_SECONDS)
    raise Unsettled(f"work did not end in {_ROUNDS * _PAUSE_SECONDS:.0f} s")


async def _sweep(queue: App) -> None:
    tasks = cast("dict[str, AnyTask]", queue.tasks)  # pyright: ignore[reportUnknownMemberType] untyped there
    for task in {task.name: task for task in tasks.values() if task.queue == SWEEPS}.values():
        # One that waits already will read the new time when it runs.
        with suppress(AlreadyEnqueued):
            await task.defer_async(timestamp=int(clock.real_now().timestamp()))


async def _idle(client: httpx.AsyncClient) -> bool:
    answer = await client.get("/admin/idle", params={"settle": "true"})
    return bool(answer.raise_for_status().json()["idle"])
