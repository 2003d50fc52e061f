"""Plain SQL as typed constants, and the transactions in which they run.

A `Query` names the struct that each row becomes; a `Statement` returns only how many rows it touched. Both are module
constants of noun files, so that a test can PREPARE every one of them and compare its columns with the struct.
"""

import os
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Generic, LiteralString, TypeVar, overload

import msgspec
from prometheus_client import Counter
from psycopg import OperationalError
from psycopg.pq.abc import PGresult
from psycopg.rows import RowMaker
from psycopg_pool import AsyncConnectionPool

from kith.kit import commit
from kith.kit.prepared import Prepared
from kith.kit.wire import NoRow, Sent, Wire

RECONNECT_SECONDS = 5.0
"""How long a pool tries for itself to get a connection back, ever more rarely; after that each request tries anew, so
that a database that comes back after an hour is used at once."""

_WAIT_SECONDS = 10.0
"""How long a deed waits for a connection before it is told to try again."""

Row = TypeVar("Row")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")

_committed = Counter("kith_commits_total", "Transactions committed.")

Read = Coroutine[Any, Any, Row]
"""A query that is about to be asked, or a verb that asks several."""

Tx = Wire
"""A connection inside one open transaction: what every verb gets as its first argument."""


class Query(Generic[Row]):
    """A SELECT or a RETURNING statement whose rows become `row`: a msgspec struct, or one scalar column."""

    def __init__(self, row: type[Row], text: LiteralString) -> None:
        self.row = row
        self.text: LiteralString = text
        self._prepared = Prepared(text)
        self._make: RowMaker[Row] | None = None if issubclass(row, msgspec.Struct) else _first

    async def one(self, tx: Tx, **params: object) -> Row:
        """The row; `NoRow` where there is none."""
        return await self.send(tx, **params).one()

    async def maybe(self, tx: Tx, **params: object) -> Row | None:
        """The first row or None: the answer of a guarded statement that may have lost its race."""
        return await self.send(tx, **params).maybe()

    async def all(self, tx: Tx, **params: object) -> list[Row]:
        return await self.send(tx, **params).all()

    def expect(self, tx: Tx, **params: object) -> None:
        """Send without waiting, certain of a row that nobody needs to see; `NoRow` where there is none.

        It is raised by whatever is waited for next, and always before the commit.
        """
        tx.send(self._prepared, params, certain=True)

    def send(self, tx: Tx, **params: object) -> "Rows[Row]":
        """Send without waiting: it shares the round trip of the next statement that is waited for."""
        return Rows(self, tx, tx.send(self._prepared, params))

    def made(self, tx: Tx, result: PGresult) -> list[Row]:
        """The rows of an answer."""
        # The columns of a text are always the same: reading them off each answer would take longer than the answer.
        if self._make is None:
            self._make = _making(self.row, [(result.fname(n) or b"").decode() for n in range(result.nfields)])
        return tx.rows(result, self._make)


class Rows(Generic[Row]):
    """The answer to a query that was sent: whoever asks for it waits for it, and for all that was sent before."""

    def __init__(self, query: Query[Row], tx: Tx, sent: Sent) -> None:
        self._query = query
        self._tx = tx
        self._sent = sent

    async def one(self) -> Row:
        """The row; `NoRow` where there is none."""
        found = await self.maybe()
        if found is None:
            raise NoRow(self._query.text)
        return found

    async def maybe(self) -> Row | None:
        """The first row or None."""
        found = await self.all()
        return found[0] if found else None

    async def all(self) -> list[Row]:
        return self._query.made(self._tx, await self._sent.answer())


def _making(row: type[Row], names: Sequence[str]) -> RowMaker[Row]:
    if names == list(getattr(row, "__struct_fields__", ())):
        return lambda values: row(*values)
    return lambda values: row(**dict(zip(names, values, strict=True)))


class Statement:
    """An INSERT, UPDATE or DELETE of which only the row count is of interest."""

    def __init__(self, text: LiteralString) -> None:
        self.text: LiteralString = text
        self._prepared = Prepared(text)

    async def run(self, tx: Tx, **params: object) -> int:
        """Rows touched. A guarded statement that touched none has lost its race: read the count."""
        result = await tx.send(self._prepared, params).answer()
        return result.command_tuples or 0

    def send(self, tx: Tx, **params: object) -> None:
        """Send without waiting, where nothing depends on how many rows there were: see `Query.send`."""
        tx.send(self._prepared, params)


@overload
async def together(tx: Tx, one: Read[A], two: Read[B], /) -> tuple[A, B]: ...
@overload
async def together(tx: Tx, one: Read[A], two: Read[B], three: Read[C], /) -> tuple[A, B, C]: ...
@overload
async def together(tx: Tx, one: Read[A], two: Read[B], three: Read[C], four: Read[D], /) -> tuple[A, B, C, D]: ...
@overload
async def together(
    tx: Tx, one: Read[A], two: Read[B], three: Read[C], four: Read[D], five: Read[E], /
) -> tuple[A, B, C, D, E]: ...
@overload
async def together(
    tx: Tx, one: Read[A], two: Read[B], three: Read[C], four: Read[D], five: Read[E], six: Read[F], /
) -> tuple[A, B, C, D, E, F]: ...
async def together(tx: Tx, *reads: Read[Any]) -> tuple[Any, ...]:
    """What several queries and verbs that only read return: their statements share round trips.

    Each takes its statements in its own order, and the first takes its first one before the others; what locks or
    writes has no place here. Raises the first error, and then none of them goes on.
    """
    return tuple(await tx.abreast(*reads))


class Database:
    """A pool of connections to one PostgreSQL database; the edge opens one transaction a deed."""

    def __init__(self, url: str, *, size: int = 8, crash_at: int = 0) -> None:
        self.url = url
        self._crash_at = crash_at
        self._commits = 0
        self.on_commit: Callable[[Sequence[str]], None] | None = None
        """Whom to give the topics of each transaction (`commit.hint`) that was committed."""
        self._pool: AsyncConnectionPool[Wire] = AsyncConnectionPool(
            url,
            connection_class=Wire,
            min_size=1,
            max_size=size,
            open=False,
            timeout=_WAIT_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            kwargs={"autocommit": True, "options": "-c TimeZone=UTC"},
        )
        self._idle: list[Wire] = []
        self._asking = 0

    async def open(self) -> "Database":
        await self._pool.open(wait=True, timeout=30)
        return self

    async def close(self) -> None:
        while self._idle:
            await self._pool.putconn(self._idle.pop())
        await self._pool.close()

    async def __aenter__(self) -> "Database":
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        """One deed: commits when the block ends, rolls back when it raises."""
        async with self._connection() as connection:
            connection.begin()
            try:
                waiting = commit.begin(connection)
                yield connection
                await waiting.write(connection)
                await connection.commit_all()
            except BaseException:
                # One that is lost has nothing to undo, and the pool replaces it.
                with suppress(OperationalError):
                    await connection.undo()
                raise
        self._commits += 1
        _committed.inc()
        if self._commits == self._crash_at:
            # The most dangerous moment: durable, and nobody has been told.
            os.kill(os.getpid(), signal.SIGKILL)
        if waiting.topics and self.on_commit:
            self.on_commit(waiting.topics)

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Tx]:
        """A connection in autocommit mode, for what must not run in a transaction (LISTEN, advisory session locks) and
        for what only reads and needs none: what goes out together is then a transaction of its own.
        """
        async with self._connection() as connection:
            try:
                yield connection
                await connection.play()
            except BaseException:
                with suppress(OperationalError):
                    await connection.undo()
                raise

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Tx]:
        connection = self._idle.pop() if self._idle else await self._asked()
        try:
            yield connection
        finally:
            connection.rest()
            # The pool is for those who wait and for what is broken; to go through it each time costs as much as a read.
            if connection.is_well and not self._asking and not self._pool.closed:
                self._idle.append(connection)
            else:
                await self._pool.putconn(connection)

    async def _asked(self) -> Tx:
        self._asking += 1
        try:
            return await self._pool.getconn()
        finally:
            self._asking -= 1


def _first(values: Sequence[Any]) -> Any:
    return values[0]
