"""What every test gets: a real PostgreSQL, migrated, and a fixed moment."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import psycopg
import pytest

from kith.kit.sql import Database, Tx
from kith.main.migrate import migrate
from kith.main.postgres import Embedded

_MEMORY = Path("/dev/shm")  # noqa: S108 a file system in memory, where Linux has it
_ROOM = 4 * 2**30

if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    # Databases are made and dropped by the hundred, and a disk takes its time over each of their thousands of files.
    tempfile.tempdir = os.environ["TMPDIR"] = str(_MEMORY)

# However slow the machine is, and the same examples every time: what fails here is found again.
hypothesis.settings.register_profile(
    "kith", deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("kith")

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Generator[Embedded]:
    """One embedded server for this test process, with a migrated template database."""
    home = Path(tempfile.mkdtemp(prefix="kith-test-"))
    server = Embedded(home, durable=False)
    server.start()
    asyncio.run(migrate(server.url("template")))
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def fresh_url(postgres: Embedded) -> Generator[str]:
    """The address of a migrated database that nobody else uses."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
        yield postgres.url(name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def db(fresh_url: str) -> AsyncGenerator[Database]:
    """A database of one's own, for tests whose commits matter."""
    async with Database(fresh_url, size=60) as database:
        yield database


@pytest.fixture(scope="session")
def shared_url(postgres: Embedded) -> str:
    """The address of the database whose transactions are all rolled back."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE shared TEMPLATE template STRATEGY file_copy")
    return postgres.url("shared")


@pytest.fixture(scope="session")
async def shared(shared_url: str) -> AsyncGenerator[Tx]:
    """A connection to it."""
    connection = await Tx.connect(shared_url, autocommit=True, options="-c TimeZone=UTC")
    async with connection:
        yield connection


@pytest.fixture
async def tx(shared: Tx) -> AsyncGenerator[Tx]:
    """A transaction that is rolled back at the end of the test."""
    async with shared.transaction(force_rollback=True):
        yield shared


@pytest.fixture
def now() -> datetime:
    """Noon in Beijing on the first of March 2026."""
    return datetime(2026, 3, 1, 4, tzinfo=UTC)
