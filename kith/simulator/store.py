"""The simulator's own storage: one SQLite file in its folder, which survives a kill at any moment.

Moments are kept as ISO text in UTC with microseconds, so that their order as text is their order in time.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

import msgspec

Row = TypeVar("Row")


class Store:
    """Rows of every side of the simulator. One process writes; a call is short and does not wait for anybody."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def create(self, schema: str) -> None:
        """Make the tables of one side where they are missing: `CREATE TABLE IF NOT EXISTS …`."""
        self._connection.executescript(schema)

    def all(self, kind: type[Row], sql: str, **params: object) -> list[Row]:
        """Rows as structs; columns and fields have the same names."""
        found = cast("list[sqlite3.Row]", self._connection.execute(sql, _bound(params)).fetchall())
        return [msgspec.convert(dict(row), kind, strict=False) for row in found]

    def one(self, kind: type[Row], sql: str, **params: object) -> Row | None:
        found = self.all(kind, sql, **params)
        return found[0] if found else None

    def run(self, sql: str, **params: object) -> int:
        """Rows touched."""
        return self._connection.execute(sql, _bound(params)).rowcount

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; inside another one, a part of it. Nothing may be awaited inside."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _bound(params: dict[str, object]) -> dict[str, object]:
    return {name: _iso(value) if isinstance(value, datetime) else value for name, value in params.items()}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
