"""The database loses its connections, its process or its disk: people are told to try again, and nothing is done by
halves; when it is back everything goes on, without a hand."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx
import psycopg
import pytest
from msgspec import to_builtins

from kith.kit import clock, jobs
from kith.kit.settings import load
from kith.kit.sql import Database
from kith.main.advance import due
from kith.main.migrate import migrate
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started
from kith.main.worker import working
from tests.arena import Arena, arena
from tests.cast import ANN, BO

SOON_SECONDS = 180
SPACE = 144 << 20
"""Bytes of the small disk: what an empty cluster takes, and a little."""


@asynccontextmanager
async def installed(cluster: Embedded, home: Path) -> AsyncGenerator[Arena]:
    """The arena over a cluster of its own, with a worker."""
    await asyncio.to_thread(cluster.start)
    await migrate(cluster.url())
    try:
        async with (
            Database(cluster.url(), size=8) as db,
            arena(db, cluster.url(), home) as found,
            working(cluster.url(), found.parts),
        ):
            yield found
    finally:
        await asyncio.to_thread(cluster.stop)


@contextmanager
def small_disk(at: Path) -> Generator[Path]:
    """A file system of little space; skips where it cannot be made."""
    at.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SPACE}", "tmpfs", str(at)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a disk can be filled only where a small one may be mounted: as root, outside of a bare container")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


async def until(deed: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(SOON_SECONDS):
        while not await deed():  # noqa: ASYNC110 what happens elsewhere has no event here
            await asyncio.sleep(0.05)


async def idle(found: Arena) -> bool:
    """Whether the worker has done all that is due."""
    with suppress(psycopg.OperationalError):
        async with found.town.db.transaction() as tx:
            return await due.one(tx, real_now=clock.real_now()) == 0
    return False


async def gives(found: Arena) -> bool:
    """Whether somebody can give, as far as the server is concerned."""
    return await found.give(ANN, BO, found.town.green) != "try_again"


async def works(found: Arena) -> bool:
    """Whether a job is done by somebody."""
    try:
        async with found.town.db.transaction() as tx:
            await jobs.later(tx, "people.deliver_waiting", timestamp=0)
    except psycopg.OperationalError:
        return False
    await until(lambda: idle(found))
    return True


async def heals(found: Arena) -> bool:
    """Whether the sweeps come through; a connection of the pool that is dead is noticed by whoever is given it."""
    with suppress(psycopg.OperationalError):
        await found.heal(days=3)
        return True
    return False


async def refuses(found: Arena) -> bool:
    """Whether a giver is told to try again. What a killed server leaves behind may serve for a moment more."""
    return await found.give(ANN, BO, found.town.green) == "try_again"


async def all_is_well(found: Arena) -> None:
    """Requests are served, jobs are done, and no gift is there by halves."""
    await until(lambda: gives(found))
    await until(lambda: works(found))
    await until(lambda: heals(found))
    await found.check()
    assert await found.town.available() == 60


async def test_connections_are_cut(fresh_url: str, db: Database, tmp_path: Path) -> None:
    async with arena(db, fresh_url, tmp_path) as found, working(fresh_url, found.parts):
        cutting = asyncio.create_task(_cut(fresh_url))
        answers = {await found.give(ANN, BO, found.town.green) for _ in range(60)}
        cutting.cancel()
        assert answers <= {"done", "too_many_unpaid", "try_again"}
        await all_is_well(found)


async def test_the_database_is_killed(tmp_path: Path) -> None:
    cluster = Embedded(tmp_path)
    async with installed(cluster, tmp_path) as found:
        assert await gives(found)
        os.kill(cluster.pid(), signal.SIGKILL)
        await until(lambda: refuses(found))
        await until(lambda: asyncio.to_thread(lambda: not cluster.is_up()))
        await asyncio.to_thread(cluster.start)
        await all_is_well(found)


async def test_an_installation_raises_its_own_database(tmp_path: Path) -> None:
    environ, cluster = environment(tmp_path), Embedded(tmp_path)
    async with started(environ), httpx.AsyncClient(base_url=load(environ).local_url, trust_env=False) as client:
        killed = cluster.pid()
        os.kill(killed, signal.SIGKILL)

        async def another() -> bool:
            with suppress(FileNotFoundError, ValueError):
                return cluster.pid() != killed
            return False

        async def ready() -> bool:
            return (await client.get("/ready", timeout=30)).status_code == 200

        await until(another)
        await until(ready)


async def test_the_disk_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        cluster = Embedded(disk)
        async with installed(cluster, tmp_path) as found:
            for round_, what in enumerate(("log", "table"), 1):
                await _fills_up(found, cluster, disk / "filler", what)
                assert await found.captured() == 3 * round_
                await all_is_well(found)


async def _fills_up(found: Arena, cluster: Embedded, filler: Path, what: str) -> None:
    for who in (ANN, BO):
        await found.post(who, "/me/gift-summary", method="GET")
    await found.befriend()
    gift_ids = [await found.town.offered() for _ in range(3)]
    _fill_with(filler)
    assert await _fill(found, what) == "try_again"
    answers = {await found.decline(gift_ids[0], tell=True), await found.withdraw(gift_ids[1])}
    assert answers <= {"done", "try_again"}
    await asyncio.to_thread(filler.unlink)

    async def withdrawn() -> bool:
        await asyncio.to_thread(_raise, cluster)
        return await found.withdraw(gift_ids[2]) == "done"

    await until(withdrawn)


async def _fill(found: Arena, what: str) -> str:
    """Write until there is no space; what a giver was told then."""
    with suppress(psycopg.OperationalError):
        async with found.town.db.connection() as connection:
            if what == "table":
                await connection.execute("CREATE TABLE ballast (n int, stuff text)")
                await connection.execute(
                    "INSERT INTO ballast SELECT n, repeat('x', 500) FROM generate_series(1, 200000) n"
                )
            while True:
                await connection.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 100000))")
    for _ in range(300):
        wish = found.town.wish()
        for path, body in (("/gifts", to_builtins(wish)), (f"/gifts/{wish.gift_id}/withdrawal", None)):
            answer = await found.post(ANN, path, body)
            if answer != "done":
                return answer
    return "done"


def _fill_with(filler: Path) -> None:
    # Without a buffer: what is left in one would be written, and fail, once more when the file is closed.
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65_536)


def _raise(cluster: Embedded) -> None:
    if not cluster.is_up():
        cluster.start()


async def _cut(url: str) -> None:
    """End every connection of this database but the one that does it, again and again."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while True:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.1)
