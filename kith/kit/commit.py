"""What waits for the end of a transaction: rows that are best written last, and hints that are true only afterwards.

Nothing of it happens when the transaction rolls back. It works in a transaction that `sql.Database` has opened.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from psycopg import OperationalError

from kith.kit.wire import Wire

Tx = Wire
Row = TypeVar("Row")
Write = Callable[[Tx, Sequence[Row]], Awaitable[None]]
"""Writes all rows that one transaction has put off, in the order in which they came."""


class Waiting:
    """What one transaction has put off."""

    def __init__(self) -> None:
        self.rows: list[tuple[Write[Any], object, bool]] = []
        self.topics: list[str] = []

    async def write(self, tx: Tx) -> None:
        """Just before the commit: write the rows, those of one kind at once, and what they put off in turn."""
        while self.rows:
            write, _, _ = next((one for one in self.rows if one[2]), self.rows[0])
            now = [row for other, row, _ in self.rows if other is write]
            self.rows = [one for one in self.rows if one[0] is not write]
            await write(tx, now)


_waiting: WeakKeyDictionary[Tx, Waiting] = WeakKeyDictionary()


def begin(tx: Tx) -> Waiting:
    """A transaction begins on this connection, with nothing put off."""
    waiting = _waiting[tx] = Waiting()
    return waiting


def write_last(tx: Tx, write: Write[Row], row: Row, *, early: bool = False) -> None:
    """Write this row at the very end of the transaction, together with all that are put off for the same `write`.

    For rows that many deeds compete for: their locks are then taken after all others, and held for one moment. What is
    `early` goes before what is not, whoever came first.
    """
    _of(tx).rows.append((cast("Write[Any]", write), row, early))


def hint(tx: Tx, topic: str) -> None:
    """Tell those who wait for `topic`, once the transaction is committed, that there is something new."""
    _of(tx).topics.append(topic)


class TakenBack(Exception):
    """Raised inside a `savepoint` by whoever wants what was done in it undone, and to go on after it."""


@asynccontextmanager
async def savepoint(tx: Tx) -> AsyncGenerator[None]:
    """A part of the transaction that is undone alone when the block raises, and with it what it has put off."""
    waiting, mark = _of(tx), tx.mark()
    rows, topics = len(waiting.rows), len(waiting.topics)
    try:
        yield
        await tx.keep()
    except BaseException as error:
        del waiting.rows[rows:]
        del waiting.topics[topics:]
        try:
            await tx.go_back(mark)
        except OperationalError:
            # One that is lost has nothing to go back to.
            raise error from None
        if not isinstance(error, TakenBack):
            raise


def _of(tx: Tx) -> Waiting:
    return _waiting.get(tx) or begin(tx)
