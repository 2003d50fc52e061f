"""Plain SQL as typed constants, and the transactions in which they run.

A `Query` names the struct that each row becomes; a `Statement` returns only how many rows it touched. Both are module
constants of noun files, so that a test can PREPARE every one of them and compare its columns with the struct.
"""

import os
import signal
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, LiteralString, TypeVar

import msgspec
from prometheus_client import Counter
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import RowMaker
from psycopg_pool import AsyncConnectionPool

from kith.kit import commit

RECONNECT_SECONDS = 5.0
"""How long a pool tries for itself to get a connection back, ever more rarely; after that each request tries anew, so
that a database that comes back after an hour is used at once."""

_WAIT_SECONDS = 10.0
"""How long a deed waits for a connection before it is told to try again."""

Row = TypeVar("Row")

_committed = Counter("kith_commits_total", "Transactions committed.")

Tx = AsyncConnection[Any]
"""A connection inside one open transaction: what every verb gets as its first argument."""


class NoRow(LookupError):
    """`Query.one` found nothing where the caller was certain of a row."""


class Query(Generic[Row]):
    """A SELECT or a RETURNING statement whose rows become `row`: a msgspec struct, or one scalar column."""

    def __init__(self, row: type[Row], text: LiteralString) -> None:
        self.row = row
        self.text: LiteralString = text
        self._make: RowMaker[Row] | None = None if issubclass(row, msgspec.Struct) else _first

    async def one(self, tx: Tx, **params: object) -> Row:
        """The row; `NoRow` where there is none."""
        found = await self.maybe(tx, **params)
        if found is None:
            raise NoRow(self.text)
        return found

    async def maybe(self, tx: Tx, **params: object) -> Row | None:
        """The first row or None: the answer of a guarded statement that may have lost its race."""
        cursor = tx.cursor(row_factory=self._maker)
        async with cursor:
            await cursor.execute(self.text, params)
            return await cursor.fetchone()

    async def all(self, tx: Tx, **params: object) -> list[Row]:
        cursor = tx.cursor(row_factory=self._maker)
        async with cursor:
            await cursor.execute(self.text, params)
            return await cursor.fetchall()

    async def send(self, tx: Tx, **params: object) -> AsyncCursor[Row]:
        """Run without waiting: inside `tx.pipeline()` several statements make one round trip; fetch rows after it."""
        cursor = tx.cursor(row_factory=self._maker)
        await cursor.execute(self.text, params)
        return cursor

    def _maker(self, cursor: AsyncCursor[Any]) -> RowMaker[Row]:
        # The columns of a text are always the same: reading them off each answer would take longer than the answer.
        if self._make is None:
            self._make = _making(self.row, [column.name for column in cursor.description or ()])
        return self._make


def _making(row: type[Row], names: Sequence[str]) -> RowMaker[Row]:
    if names == list(getattr(row, "__struct_fields__", ())):
        return lambda values: row(*values)
    return lambda values: row(**dict(zip(names, values, strict=True)))


class Statement:
    """An INSERT, UPDATE or DELETE of which only the row count is of interest."""

    def __init__(self, text: LiteralString) -> None:
        self.text: LiteralString = text

    async def run(self, tx: Tx, **params: object) -> int:
        """Rows touched. A guarded statement that touched none has lost its race: read the count."""
        cursor = await tx.execute(self.text, params)
        return cursor.rowcount


class Database:
    """A pool of connections to one PostgreSQL database; the edge opens one transaction a deed."""

    def __init__(self, url: str, *, size: int = 8, crash_at: int = 0) -> None:
        self.url = url
        self._crash_at = crash_at
        self._commits = 0
        self.on_commit: Callable[[Sequence[str]], None] | None = None
        """Whom to give the topics of each transaction (`commit.hint`) that was committed."""
        self._pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=size,
            open=False,
            timeout=_WAIT_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            kwargs={"autocommit": True, "options": "-c TimeZone=UTC", "prepare_threshold": 1},
            configure=_keep_prepared,
        )

    async def open(self) -> "Database":
        await self._pool.open(wait=True, timeout=30)
        return self

    async def close(self) -> None:
        await self._pool.close()

    async def __aenter__(self) -> "Database":
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        """One deed: commits when the block ends, rolls back when it raises."""
        async with self._pool.connection() as connection, connection.transaction():
            waiting = commit.begin(connection)
            yield connection
            await waiting.write(connection)
        self._commits += 1
        _committed.inc()
        if self._commits == self._crash_at:
            # The most dangerous moment: durable, and nobody has been told.
            os.kill(os.getpid(), signal.SIGKILL)
        if waiting.topics and self.on_commit:
            self.on_commit(waiting.topics)

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection[Any]]:
        """A connection in autocommit mode, for what must not run in a transaction (LISTEN, advisory session locks)."""
        async with self._pool.connection() as connection:
            yield connection


async def _keep_prepared(connection: AsyncConnection[Any]) -> None:
    # Every statement is a constant, and one deed has dozens: with room for fewer than there are, none would stay.
    connection.prepared_max = 1_000


def _first(values: Sequence[Any]) -> Any:
    return values[0]
