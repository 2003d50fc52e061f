"""The hub: whoever waits for something new under a topic is woken when some process has committed it.

A hint is not the news. The truth is rows with a sequence; whoever is woken reads those after the last it knows, and a
hint too many does no harm. One too few is made up for: the hub asks every few seconds how far the sequences behind its
topics have come. A topic is `prefix:key`. A hint may carry a word after a blank, for what is no news and may be lost.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from types import TracebackType
from typing import Protocol

import msgspec
import structlog

from kith.kit import ids
from kith.kit.ending import end

Reader = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]
"""How far the sequences of these keys have come; keys without one are left out."""

_PAUSE_SECONDS = 0.03
_CHECK_SECONDS = 2.0
_LONGEST_RETRY_SECONDS = 5.0
_LEAVING_SECONDS = 2.0

_log = structlog.get_logger("kith.hub")


class Line(Protocol):
    """Between the processes of an installation: what one sends, all hear."""

    async def send(self, message: Sequence[str]) -> None:
        """Let all processes hear this, however long it is."""
        ...

    def listen(self) -> AsyncGenerator[Sequence[str]]:
        """What is sent from now on, each message whole or in pieces that repeat its first word.

        The first is empty: from there on nothing is missed until the generator raises.
        """
        ...


class Subscription:
    """Somebody who waits for some topics."""

    def __init__(self) -> None:
        self.ended = False
        """Nothing more will come: leave."""
        self._woken = asyncio.Event()
        self._topics: set[str] = set()

    async def wait(self, seconds: float) -> frozenset[str]:
        """The topics that have something new since the last time; empty when none has in this time, or at the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()
        topics, self._topics = frozenset(self._topics), set()
        return topics

    def wake(self, topic: str) -> None:
        """There is something new; the hint has its word, if it carries one."""
        self._topics.add(topic)
        self._woken.set()

    def end(self) -> None:
        """Send the waiter away."""
        self.ended = True
        self._woken.set()


class Hub:
    """One process's end of the line, while it is entered. It listens from the first subscription on."""

    def __init__(
        self, line: Line, *, pause_seconds: float = _PAUSE_SECONDS, check_seconds: float = _CHECK_SECONDS
    ) -> None:
        self._line = line
        self._pause_seconds = pause_seconds
        self._check_seconds = check_seconds
        self._name = ids.token()[:8]
        self._waiters: dict[str, set[Subscription]] = {}
        self._readers: dict[str, Reader] = {}
        self._known: dict[str, int] = {}
        self._unsent: dict[str, None] = {}
        self._published = asyncio.Event()
        self._wanted = asyncio.Event()
        self._deserted = asyncio.Event()
        self._ended = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Hub":
        self._tasks = [asyncio.create_task(work()) for work in (self._send, self._listen, self._check)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.end()
        await end(*self._tasks)
        # What was committed in the last moment is other processes' news too.
        await self._flush()

    def publish(self, topics: Iterable[str]) -> None:
        """Wake those who wait here at once, and those in other processes with the next message."""
        for topic in topics:
            self._wake(topic)
            self._unsent[topic] = None
        self._published.set()

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncGenerator[Subscription]:
        """Hints on these topics while the block runs. Read what there is after this, so that nothing falls between."""
        waiter = Subscription()
        waiter.ended = self._ended
        for topic in topics:
            self._waiters.setdefault(topic, set()).add(waiter)
        self._wanted.set()
        try:
            yield waiter
        finally:
            for topic in topics:
                self._waiters[topic].discard(waiter)
                if not self._waiters[topic]:
                    del self._waiters[topic]
                    self._known.pop(topic, None)
            if not self._waiters:
                self._deserted.set()

    def watch(self, prefix: str, reader: Reader) -> None:
        """Ask `reader` now and then how far the topics with this prefix have come, in case a hint was lost."""
        self._readers[prefix] = reader

    async def end(self) -> None:
        """Send all waiters away, those who come from now on as well, and give them a moment to leave."""
        self._ended = True
        for waiter in {waiter for waiters in self._waiters.values() for waiter in waiters}:
            waiter.end()
        self._deserted.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVING_SECONDS):
                if self._waiters:
                    await self._deserted.wait()

    def _wake(self, hint: str) -> None:
        for waiter in self._waiters.get(hint.partition(" ")[0], ()):
            waiter.wake(hint)

    async def _send(self) -> None:
        """The first message goes at once, the next when some time has passed and more has gathered."""
        while True:
            await self._published.wait()
            self._published.clear()
            await self._flush()
            await asyncio.sleep(self._pause_seconds)

    async def _flush(self) -> None:
        topics, self._unsent = list(self._unsent), {}
        if not topics:
            return
        try:
            await self._line.send([self._name, *topics])
        except Exception as error:
            # The readers of other processes will find out.
            _log.warning("a hint was not sent", error=type(error).__name__, topics=len(topics))

    async def _listen(self) -> None:
        await self._wanted.wait()
        retry = 0.1
        while True:
            try:
                async with aclosing(self._line.listen()) as heard:
                    async for message in heard:
                        retry = 0.1
                        self._hear(message)
            except Exception as error:
                _log.warning("the line is down", error=type(error).__name__)
            await asyncio.sleep(retry)
            retry = min(retry * 2, _LONGEST_RETRY_SECONDS)

    def _hear(self, message: Sequence[str]) -> None:
        if not message:
            # The line was down until now, and nobody knows what was said meanwhile.
            for topic in self._waiters:
                self._wake(topic)
        elif message[0] != self._name:
            for topic in message[1:]:
                self._wake(topic)

    async def _check(self) -> None:
        await self._wanted.wait()
        while True:
            await asyncio.sleep(self._check_seconds)
            for prefix, reader in self._readers.items():
                try:
                    await self._compare(prefix, reader)
                except Exception as error:
                    _log.warning("how far topics have come is not known", error=type(error).__name__)

    async def _compare(self, prefix: str, reader: Reader) -> None:
        keys = [key for group, _, key in (topic.partition(":") for topic in self._waiters) if group == prefix]
        if not keys:
            return
        reached = await reader(keys)
        for key in keys:
            topic, last = f"{prefix}:{key}", reached.get(key, 0)
            if topic in self._waiters and self._known.get(topic) != last:
                self._known[topic] = last
                self._wake(topic)


def pieces(message: Sequence[str], longest: int) -> list[str]:
    """The message as JSON texts of at most `longest` bytes, each beginning with its first word."""
    first, *words = message
    found: list[list[str]] = []
    room = 0
    for word in words:
        size = len(msgspec.json.encode(word)) + 1
        if size > room:
            found.append([first])
            room = longest - len(msgspec.json.encode([first]))
        found[-1].append(word)
        room -= size
    return [msgspec.json.encode(piece).decode() for piece in found]
