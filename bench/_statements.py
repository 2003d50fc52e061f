"""The statements that PostgreSQL itself saw, out of its log, and what as many bare ones cost."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg

from kith.kit import clock

_SAID = re.compile(r"\[(\d+)\] LOG:  (?:statement|execute [^:]+):\s*(\w*)")
_ROWS = 100_000


class Shape(NamedTuple):
    """How many statements of each kind a flow is, and how many transactions; `alone` are those outside of any."""

    reads: float
    writes: float
    savepoints: float
    transactions: float
    alone: float

    @property
    def statements(self) -> float:
        """All that PostgreSQL was told, the brackets around transactions and savepoints included."""
        return self.reads + self.writes + 2 * self.savepoints + 2 * self.transactions

    @property
    def commits(self) -> float:
        """A statement outside of a transaction is one by itself."""
        return self.transactions + self.alone


class Log:
    """What has been said since, and how that divides among `flows`."""

    def __init__(self, path: Path, begins_at: int, others: Iterable[str]) -> None:
        self._path = path
        self._begins_at = begins_at
        self._others = frozenset(others)

    def shape(self, flows: int) -> Shape:
        """What was said, a flow."""
        said: Counter[str] = Counter()
        inside: set[str] = set()
        for process, verb in self._said():
            if verb == "BEGIN":
                inside.add(process)
            elif verb in ("COMMIT", "ROLLBACK"):
                said["COMMIT"] += process in inside
                inside.discard(process)
            elif verb == "SAVEPOINT":
                said[verb] += 1
            elif verb not in ("RELEASE", "ALTER"):
                said["SELECT" if verb in ("SELECT", "") else "WRITE"] += 1
                said["ALONE"] += process not in inside
        return Shape(*(said[name] / flows for name in ("SELECT", "WRITE", "SAVEPOINT", "COMMIT", "ALONE")))

    def _said(self) -> Iterator[tuple[str, str]]:
        with self._path.open("rb") as log:
            log.seek(self._begins_at)
            text = log.read().decode(errors="replace")
        for found in _SAID.finditer(text):
            if found[1] not in self._others:
                yield found[1], found[2].upper()


@asynccontextmanager
async def logged(url: str, path: Path, *, but: int) -> AsyncGenerator[Log]:
    """Every statement of the cluster is in its log while the block runs; what backend `but` says does not count."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:
        await _set(admin, "'all'")
        try:
            yield Log(
                path, await asyncio.to_thread(lambda: path.stat().st_size), {str(but), str(admin.info.backend_pid)}
            )
        finally:
            await _set(admin, "'none'")


async def _set(admin: psycopg.AsyncConnection, value: str) -> None:
    await admin.execute(f"ALTER SYSTEM SET log_statement = {value}".encode())
    await admin.execute("SELECT pg_reload_conf()")
    await asyncio.sleep(0.3)


class Floor:
    """Bare statements, as many and in as many transactions as a flow: the least it could cost."""

    def __init__(self, url: str, shape: Shape) -> None:
        self._url = url
        self._transactions = max(round(shape.transactions), 1)
        self._alone = round(shape.alone)
        self._reads = round(shape.reads - shape.alone)
        self._writes = round(shape.writes)
        self._savepoints = round(shape.savepoints)
        self._next = 0

    async def build(self) -> "Floor":
        """Rows to read by their key, and a table to write to."""
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as admin:
            await admin.execute("DROP TABLE IF EXISTS floor_read, floor_written")
            await admin.execute("CREATE TABLE floor_read (id int PRIMARY KEY, text text NOT NULL)")
            await admin.execute(
                "INSERT INTO floor_read SELECT n, repeat('x', 100) FROM generate_series(1, %s) n", [_ROWS]
            )
            await admin.execute("CREATE TABLE floor_written (id bigint PRIMARY KEY, text text NOT NULL)")
            await admin.execute("ANALYZE floor_read")
        return self

    async def rate(self, flows: int, clients: int) -> float:
        """Flows a second, so many at a time."""
        left = iter(range(flows))
        connections = [
            await psycopg.AsyncConnection.connect(self._url, autocommit=True, prepare_threshold=0)
            for _ in range(clients)
        ]
        began = clock.stopwatch()
        await asyncio.gather(*(self._work(connection, left) for connection in connections))
        taken = clock.stopwatch() - began
        for connection in connections:
            await connection.close()
        return flows / taken

    async def _work(self, connection: psycopg.AsyncConnection, left: Iterator[int]) -> None:
        for _ in left:
            await self._flow(connection)

    async def _flow(self, connection: psycopg.AsyncConnection) -> None:
        for _ in range(self._alone):
            await self._read(connection)
        for number in range(self._transactions):
            async with connection.transaction():
                for _ in range(_share(self._savepoints, self._transactions, number)):
                    async with connection.transaction():
                        pass
                for _ in range(_share(self._reads, self._transactions, number)):
                    await self._read(connection)
                for _ in range(_share(self._writes, self._transactions, number)):
                    self._next += 1
                    await connection.execute(
                        "INSERT INTO floor_written (id, text) VALUES (%s, %s)", [self._next, "x" * 100]
                    )

    async def _read(self, connection: psycopg.AsyncConnection) -> None:
        self._next += 1
        key = self._next * 7919 % _ROWS + 1
        row = await connection.execute("SELECT id, text FROM floor_read WHERE id = %s", [key])
        await row.fetchone()


def _share(total: int, parts: int, number: int) -> int:
    """How many of `total` fall to one of `parts`, evenly."""
    return total * (number + 1) // parts - total * number // parts
