"""A connection on which statements share their way: what nobody waits for goes out with what somebody does.

The protocol's pipeline carries it. Between two round trips the connection is an ordinary one of the driver.
"""

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar, cast
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, abc, adapt, errors
from psycopg.abc import RV, Buffer, PQGen
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from kith.kit import arrays
from kith.kit.ear import Ear
from kith.kit.prepared import Prepared

Value = TypeVar("Value")

_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_CANCEL_SECONDS = 5.0
_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)


class NoRow(LookupError):
    """A query found nothing where the caller was certain of a row."""


_begin = Prepared("BEGIN")
_commit = Prepared("COMMIT")
_rollback = Prepared("ROLLBACK")
_mark = Prepared("SAVEPOINT part")
_keep = Prepared("RELEASE SAVEPOINT part")
_go_back = Prepared("ROLLBACK TO SAVEPOINT part")


class Sent:
    """One statement with its values, on its way or answered."""

    __slots__ = ("_wire", "certain", "formats", "name", "prepared", "result", "types", "values")

    def __init__(
        self, wire: "Wire", prepared: Prepared, params: Mapping[str, object], dumping: abc.Transformer
    ) -> None:
        self._wire = wire
        self.prepared = prepared
        self.values: Sequence[Buffer | None] = dumping.dump_sequence(
            [_packed(params[name]) for name in prepared.order], prepared.formats
        )
        self.types: tuple[int, ...] = dumping.types or ()
        self.formats: Sequence[Format] | None = dumping.formats
        self.name = prepared.name(self.types)
        self.certain = False
        self.result: PGresult | None = None

    async def answer(self) -> PGresult:
        """What PostgreSQL answered to it. Raises the error of the first statement that failed on the way."""
        if self.result is None:
            await (_pause() if self._wire.in_step else self._wire.play())
        if self.result is None:
            raise errors.InFailedSqlTransaction("a statement before this one failed")
        return self.result


class Wire(AsyncConnection[Any]):
    """A connection that can send without waiting. One task at a time uses it."""

    def __init__(self, pgconn: PGconn, *args: Any, **kwargs: Any) -> None:
        super().__init__(pgconn, *args, **kwargs)
        self.prepare_threshold = None
        self._ahead: list[Sent] = []
        self._known: set[bytes] = set()
        self.in_step = False
        """Whoever waits is one of several, and `abreast` plays for them."""
        self._ear = Ear(pgconn)
        self._transformer: abc.Transformer = adapt.Transformer(self)

    @property
    def prepare_threshold(self) -> int | None:
        """Never: what the driver has prepared it drops at a rollback, and ours with it."""
        return None

    @prepare_threshold.setter
    def prepare_threshold(self, value: int | None) -> None:  # pyright: ignore[reportIncompatibleVariableOverride]
        AsyncConnection.prepare_threshold.__set__(self, None)

    def send(self, prepared: Prepared, params: Mapping[str, object], *, certain: bool = False) -> Sent:
        """Put a statement on its way: it goes out with the next that somebody waits for.

        A `certain` one returns a row.
        """
        sent = Sent(self, prepared, params, self._transformer)
        sent.certain = certain
        self._ahead.append(sent)
        return sent

    def rows(self, result: PGresult, make: Callable[[Sequence[Any]], Value]) -> list[Value]:
        """The rows of an answer, each made by `make` out of its columns."""
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, make)

    async def play(self) -> None:
        """One round trip with all that was sent. What comes after a statement that fails is not done.

        Raises the error of that statement, with its text as a note; `NoRow`.
        """
        sent, self._ahead = self._ahead, []
        if not sent:
            return
        fresh = self._queue(sent)
        answered: list[PGresult] = []
        try:
            await self._hear_out(answered)
        finally:
            # One that was cancelled has answered as well, and knows what is prepared on it.
            failed = self._take(sent, fresh, answered)
        if failed is not None:
            raise failed

    async def abreast(self, *reads: Coroutine[Any, Any, Any]) -> list[Any]:
        """Go through several at a time, each to its next statement, and play what all of them wait for at once.

        They may wait for nothing but statements of this connection. The first error ends all of them.
        """
        results: list[Any] = [None] * len(reads)
        going = dict(enumerate(reads))
        try:
            while going:
                self.in_step = True
                for place, read in list(going.items()):
                    try:
                        read.send(None)
                    except StopIteration as done:
                        results[place] = done.value
                        del going[place]
                self.in_step = False
                await self.play()
        finally:
            self.in_step = False
            for read in going.values():
                read.close()
        return results

    async def wait(self, gen: PQGen[RV], *args: Any, **kwargs: Any) -> RV:
        """What the driver does for itself comes after what was sent before."""
        if self.in_step:
            raise psycopg.ProgrammingError("nothing but queries and statements goes abreast")
        if self._ahead:
            await self.play()
        self.rest()
        return await super().wait(gen, *args, **kwargs)

    def begin(self) -> None:
        """Open a transaction, on the way of its first statement."""
        self.send(_begin, {})

    async def commit_all(self) -> None:
        """Commit, with what is still to be sent. Raises what `play` does; then the transaction is to be undone."""
        if self._ahead and self._ahead[-1].prepared is _begin:
            self._ahead.pop()
            return
        if any(sent.certain for sent in self._ahead):
            await self.play()
        done = await self.send(_commit, {}).answer()
        if done.command_status != b"COMMIT":
            raise errors.InFailedSqlTransaction("an error was passed over: nothing was committed")

    async def undo(self) -> None:
        """Roll back if a transaction is open, and forget what was not sent."""
        self._ahead.clear()
        if self.pgconn.transaction_status in _OPEN:
            await self.send(_rollback, {}).answer()

    def mark(self) -> Sent:
        """What is sent from here on can be undone alone, by `go_back`, until `keep`."""
        return self.send(_mark, {})

    async def keep(self) -> None:
        """What was sent since the last mark stays, as far as this transaction goes. Raises what `play` does."""
        if self._ahead:
            await self.play()
        self.send(_keep, {})

    async def go_back(self, mark: Sent) -> None:
        """Undo what was sent since the mark."""
        if mark in self._ahead:
            del self._ahead[self._ahead.index(mark) :]
            return
        self._ahead.clear()
        self.send(_go_back, {})
        await self.send(_keep, {}).answer()

    @property
    def is_well(self) -> bool:
        """Whether whoever is next can begin on it, as far as is known here."""
        return self.pgconn.transaction_status == TransactionStatus.IDLE and not self._ahead

    def rest(self) -> None:
        """Whoever used the connection is done with it for now: its socket is no longer listened to."""
        self._ear.rest()

    async def _hear_out(self, answered: list[PGresult]) -> None:
        """Every answer up to the sync.

        One that is cancelled first ends what runs on the server and hears it out, or closes the connection.
        """
        try:
            await self._ear.hear_out(answered)
        except asyncio.CancelledError:
            try:
                async with asyncio.timeout(_CANCEL_SECONDS):
                    with suppress(psycopg.Error):
                        await self.cancel_safe(timeout=_CANCEL_SECONDS)
                    await self._ear.hear_out(answered)
            except BaseException:
                self.rest()
                self.pgconn.finish()
            raise
        except BaseException:
            self.rest()
            raise

    def _queue(self, sent: Sequence[Sent]) -> set[bytes]:
        """Hand all of it to the driver, up to the sync; the names that are prepared with it."""
        pgconn, fresh = self.pgconn, set[bytes]()
        pgconn.enter_pipeline_mode()
        for each in sent:
            if each.name not in self._known and each.name not in fresh:
                fresh.add(each.name)
                pgconn.send_prepare(each.name, each.prepared.sql, each.types)
            pgconn.send_query_prepared(each.name, each.values, each.formats)
        pgconn.pipeline_sync()
        return fresh

    def _take(self, sent: Sequence[Sent], fresh: set[bytes], answered: Sequence[PGresult]) -> Exception | None:
        """Leave the pipeline and hand out the answers, up to the first error, which is returned."""
        if self.pgconn.status == ConnStatus.OK:
            try:
                self.pgconn.exit_pipeline_mode()
            except psycopg.Error:
                # It was left in the middle of an answer, and is of no more use.
                self.pgconn.finish()
        results = iter(answered)
        for each in sent:
            result = next(results, None)
            if each.name in fresh and _is_done(result):
                fresh.discard(each.name)
                self._known.add(each.name)
                result = next(results, None)
            if result is None:
                return None
            if not _is_done(result):
                error = errors.error_from_result(result)
                error.add_note(each.prepared.text)
                return error
            if each.certain and not result.ntuples:
                return NoRow(each.prepared.text)
            each.result = result
        return None


def _packed(value: object) -> object:
    """Ids are packed here: the driver looks at each of a list several times."""
    if type(value) is not list:
        return value
    many = cast("list[object]", value)
    return arrays.uuids(cast("list[UUID]", many)) if many and type(many[0]) is UUID else many


@types.coroutine
def _pause() -> Generator[None, None, None]:
    """Give way to whoever goes abreast."""
    yield


def _is_done(result: PGresult | None) -> bool:
    return result is not None and result.status in _DONE
