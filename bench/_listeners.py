"""Members of a group who listen at one server, and some who talk: `python -m bench._listeners`, driven over its pipes.

They cost next to nothing, so that what is measured is the server: of a frame they read its length, between which
revisions its messages lie and, one member in ten, when each of these was said. The first line on stdin is a `Crowd`;
when all of them follow, the answer is `ready`. Each further line is a `Go`, and its answer a `Heard`.
"""

import asyncio
import json
import re
import sys
import time
from collections import deque
from typing import NamedTuple, cast
from uuid import uuid4

import uvloop

_SAID = re.compile(rb'"body":"(\d{9,}) ')
_NEWS = b'{"type":"messages"'
_AFTER = b'"after":'
_REVISION = b'"revision":'
_DONE = b'{"type":"done"'
_BEAT = b'{"type":"beat"}'
_REFUSED = b'{"type":"refused"'
_QUIET_SECONDS = 0.3
_SAMPLE = 10
WARM_SECONDS = 0.5
"""What comes before this time is not counted."""
UNDER_WAY = 8
"""Messages that a talker has said and not yet heard, where it says the next when it hears one."""
BODY = 80
"""Letters of a message."""


class Crowd(NamedTuple):
    """Where they listen, by which tokens, in which conversation, and how many of them talk."""

    port: int
    tokens: list[str]
    group: str
    talkers: int


class Go(NamedTuple):
    """For how long to count; how many messages to say a second, or, without, each the next when the last was heard."""

    seconds: float
    pace: float | None
    quiet: bool = False


class Heard(NamedTuple):
    """What came in that time. Milliseconds from said to heard, each with how often it took so long."""

    deliveries: int
    frames: int
    bytes: int
    said: int
    took: dict[str, int]
    wrong: int
    """Frames out of order, refusals and sockets that were closed, since the last time."""


class Count:
    """What all of them have heard."""

    def __init__(self) -> None:
        self.deliveries = self.frames = self.bytes = self.said = self.wrong = 0
        self.took: dict[int, int] = {}
        self.since = time.monotonic_ns()
        self.closed_loop = False

    def heard(self) -> Heard:
        took = {str(ms): count for ms, count in self.took.items()}
        return Heard(self.deliveries, self.frames, self.bytes, self.said, took, self.wrong)

    def again(self) -> None:
        """From here on."""
        self.deliveries = self.frames = self.bytes = self.said = self.wrong = 0
        self.took = {}
        self.since = time.monotonic_ns()


class Member(asyncio.Protocol):
    """One socket."""

    def __init__(self, count: Count, crowd: Crowd, number: int) -> None:
        self.revision = -1
        """Up to where it has heard; -1 before it follows."""
        self.follows = asyncio.get_running_loop().create_future()
        self._count = count
        self._crowd = crowd
        self._number = number
        self._talks = number < crowd.talkers
        self._sampled = not self._talks and number % _SAMPLE == _SAMPLE - 1
        self._awaited = deque[int]()
        self._rest = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        head = f"GET /me/live HTTP/1.1\r\nHost: 127.0.0.1:{self._crowd.port}\r\nConnection: Upgrade\r\n"
        head += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        head += f"Authorization: Bearer {self._crowd.tokens[self._number]}\r\n\r\n"
        self._transport.write(head.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self._count.wrong += 1
        if not self.follows.done():
            self.follows.set_exception(ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        if self._rest:
            data = self._rest + data
        at, size = 0, len(data)
        if not self._open:
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                self._rest = data
                return
            self._open = True
            self._send({"type": "follow", "conversation_id": self._crowd.group})
        while size - at >= 2:
            length, head = data[at + 1], 2
            if length >= 126:
                head = 4 if length == 126 else 10
                if size - at < head:
                    break
                length = int.from_bytes(data[at + 2 : at + head], "big")
            end = at + head + length
            if end > size:
                break
            self._frame(data, at + head, end)
            at = end
        self._rest = data[at:]

    def say(self) -> None:
        """Say something, and when."""
        self._count.said += 1
        body = str(time.monotonic_ns()).ljust(BODY, ".").replace(".", " ", 1)
        said = {"type": "say", "n": 1, "conversation_id": self._crowd.group, "message_id": str(uuid4()), "body": body}
        self._send(said)

    def close(self) -> None:
        self._transport.abort()

    def _frame(self, data: bytes, begin: int, end: int) -> None:
        news = data.find(_NEWS, begin, end)
        if news >= 0:
            self._news(data, news, end)
        elif data.find(_BEAT, begin, end) >= 0:
            self._send({"type": "beat"})
        elif data.find(_REFUSED, begin, end) >= 0:
            self._count.wrong += 1
        if self._talks:
            done = data.find(_DONE, begin, end)
            while done >= 0 and (at := data.find(_REVISION, done, end)) >= 0:
                self._awaited.append(_number(data, at + len(_REVISION), end))
                done = data.find(_DONE, at, end)
            while self._awaited and self.revision >= self._awaited[0]:
                self._awaited.popleft()
                if self._count.closed_loop:
                    self.say()

    def _news(self, data: bytes, news: int, end: int) -> None:
        after = _number(data, data.index(_AFTER, news, end) + len(_AFTER), end)
        last = data.rfind(_NEWS, news, end)
        revision = _number(data, data.index(_REVISION, last, end) + len(_REVISION), end)
        count = self._count
        if self.revision < 0:
            self.revision = revision
            self.follows.set_result(None)
            return
        if after != self.revision:
            count.wrong += 1
        count.frames += 1
        count.bytes += end - news
        count.deliveries += revision - self.revision
        self.revision = revision
        if self._sampled:
            now = time.monotonic_ns()
            for found in _SAID.finditer(data, news, end):
                said = int(found[1])
                if said >= count.since:
                    took = (now - said) // 1_000_000
                    count.took[took] = count.took.get(took, 0) + 1

    def _send(self, command: object) -> None:
        text = json.dumps(command).encode()
        length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
        # A mask of zeros leaves the text as it is.
        self._transport.write(b"\x81" + length + bytes(4) + text)


def _number(data: bytes, begin: int, end: int) -> int:
    return int(data[begin : data.index(b",", begin, end)])


async def join(count: Count, crowd: Crowd) -> list[Member]:
    """All of them, when they follow."""
    loop = asyncio.get_running_loop()
    found: list[Member] = []
    for number in range(len(crowd.tokens)):
        _, one = await loop.create_connection(
            lambda number=number: Member(count, crowd, number), "127.0.0.1", crowd.port
        )
        found.append(one)
    await asyncio.gather(*(one.follows for one in found))
    return found


async def _go(go: Go, count: Count, members: list[Member], talkers: int) -> Heard:
    count.closed_loop = go.pace is None and not go.quiet
    pacing = asyncio.create_task(_pace(go.pace, members[:talkers])) if go.pace else None
    if count.closed_loop:
        for one in members[:talkers]:
            for _ in range(UNDER_WAY):
                one.say()
    await asyncio.sleep(WARM_SECONDS)
    count.again()
    await asyncio.sleep(go.seconds)
    heard = count.heard()
    count.closed_loop = False
    if pacing:
        pacing.cancel()
    before = -1
    while before != count.deliveries:
        before = count.deliveries
        await asyncio.sleep(_QUIET_SECONDS)
    # Whoever was behind has caught up by now: all have heard all.
    late = len({one.revision for one in members}) - 1
    heard = heard._replace(wrong=count.wrong + late)
    if go.pace:
        heard = heard._replace(took=count.heard().took)
    count.again()
    return heard


async def _pace(pace: float, talkers: list[Member]) -> None:
    began, said = time.monotonic(), 0
    while True:
        while said < (time.monotonic() - began) * pace:
            talkers[said % len(talkers)].say()
            said += 1
        await asyncio.sleep(0.002)


async def _work() -> None:
    crowd = Crowd(**json.loads(await asyncio.to_thread(sys.stdin.readline)))
    count = Count()
    members = await join(count, crowd)
    count.again()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        heard = await _go(Go(**json.loads(line)), count, members, crowd.talkers)
        sys.stdout.write(json.dumps(heard._asdict()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(_work())
