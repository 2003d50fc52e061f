"""Batch lanes: deeds of many requests gather while the last batch is in flight, and go as one.

The unit of cost is the transaction. A lane has one writer at a time and no timer: a deed that finds the lane idle goes
at once, as a batch of one, through the same code as a batch of hundreds.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from types import TracebackType
from typing import Generic, Self, TypeVar

import psycopg

from kith.kit.web import TryAgain

Deed = TypeVar("Deed")
Answer = TypeVar("Answer")

Run = Callable[[Sequence[Deed]], Awaitable[Sequence[Answer | Exception]]]
"""Does all deeds in one transaction, and says of each, in their order, what came of it or why it was refused.

Raising means that none was done. It may then be called again with each of them alone, so a deed that was done after
all, because only the word of its commit was lost, has to be recognised (its client has named it).
"""

_ROLLED_BACK = "40"
"""The class of SQL states of a transaction that stood in another's way."""


class Lane(Generic[Deed, Answer]):
    """One process's way to do one kind of deed. Leaving its context waits for what is under way."""

    def __init__(self, run: Run[Deed, Answer], *, most: int = 500, room: int = 5_000) -> None:
        """At most `most` deeds go at once, and no more than `room` wait."""
        self._run = run
        self._most = most
        self._room = room
        self._waiting: deque[tuple[Deed, asyncio.Future[Answer]]] = deque()
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        if self._writer is not None:
            await self._writer

    async def do(self, deed: Deed) -> Answer:
        """What came of the deed. Raises its refusal, what its batch failed with when it was tried alone, or, when the
        lane is full or closed, `TryAgain`.

        Whoever is cancelled while the deed waits has not done it; later it is done, and nobody hears the answer.
        """
        return await self.put(deed)

    def put(self, deed: Deed) -> asyncio.Future[Answer]:
        """The same for those who do not wait: the answer is in the future. Raises `TryAgain`."""
        if self._closed or len(self._waiting) >= self._room:
            raise TryAgain(retry_after=1)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((deed, answer))
        if self._writer is None:
            # Not in the context of the request that happens to come first.
            self._writer = asyncio.create_task(self._write(), context=Context())
        return answer

    async def _write(self) -> None:
        taken: list[tuple[Deed, asyncio.Future[Answer]]] = []
        try:
            while taken := self._take():
                await self._do(taken)
        finally:
            self._writer = None
            # Nothing is left but where the writer itself was cancelled.
            for _, answer in (*taken, *self._waiting):
                answer.cancel()

    def _take(self) -> list[tuple[Deed, asyncio.Future[Answer]]]:
        taken: list[tuple[Deed, asyncio.Future[Answer]]] = []
        while self._waiting and len(taken) < self._most:
            one = self._waiting.popleft()
            if not one[1].done():
                taken.append(one)
        return taken

    async def _do(self, taken: Sequence[tuple[Deed, asyncio.Future[Answer]]]) -> None:
        """All at once; should that fail, one by one, so that none is hurt by its neighbour."""
        try:
            self._answer(taken, await self._run([deed for deed, _ in taken]))
        except Exception as error:
            if len(taken) == 1 or _unreachable(error):
                self._answer(taken, [error] * len(taken))
                return
            for place, one in enumerate(taken):
                try:
                    self._answer([one], await self._run([one[0]]))
                except Exception as alone:
                    if _unreachable(alone):
                        self._answer(taken[place:], [alone] * (len(taken) - place))
                        return
                    self._answer([one], [alone])

    def _answer(
        self, taken: Sequence[tuple[Deed, asyncio.Future[Answer]]], answers: Sequence[Answer | Exception]
    ) -> None:
        for (_, waiting), answer in list(zip(taken, answers, strict=True)):
            if waiting.done():
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)


def _unreachable(error: Exception) -> bool:
    """Whether the database does not answer: each of hundreds would wait for it in vain."""
    return isinstance(error, psycopg.OperationalError) and not (error.sqlstate or "").startswith(_ROLLED_BACK)
