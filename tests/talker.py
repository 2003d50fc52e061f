"""Somebody who talks live, as a phone does: one socket, frames as they come, and everything in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kith.kit import ids

PATIENCE = 60.0

Json = dict[str, Any]


class Talker:
    """What came so far, and how to say something."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[Json] = []
        self.frames = 0
        self.code: int | None = None
        """With which it was closed."""
        self.beats = True
        """It answers heartbeats."""
        self.reads = asyncio.Event()
        """It takes in what comes."""
        self.reads.set()
        self._number = 0
        self._news = asyncio.Condition()

    def of(self, kind: str, **fields: object) -> list[Json]:
        """The events of one type, with these fields."""
        wanted = {"type": kind, **{name: str(value) for name, value in fields.items()}}
        return [event for event in self.events if wanted.items() <= event.items()]

    def heard(self, conversation_id: object) -> list[str]:
        """What was said in a conversation, in the order in which it came."""
        return [
            item["body"] for event in self.of("messages", conversation_id=conversation_id) for item in event["items"]
        ]

    def revision(self, conversation_id: object) -> int:
        """Where to go on."""
        return max((event["revision"] for event in self.of("messages", conversation_id=conversation_id)), default=0)

    async def until(self, come: Callable[[Talker], object]) -> None:
        """Wait until this is so."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: come(self))

    async def send(self, **command: object) -> None:
        """Say a command, and wait for nothing."""
        await self.socket.send(json.dumps(command, default=str))

    async def do(self, kind: str, **fields: object) -> Json:
        """Say a command, and wait for what came of it."""
        self._number += 1
        number = self._number
        await self.send(type=kind, n=number, **fields)

        def answers() -> list[Json]:
            return [event for event in self.events if event["type"] in ("done", "refused") and event["n"] == number]

        await self.until(lambda _: answers())
        return answers()[0]

    async def follow(self, conversation_id: object, after: int | None = None) -> Json:
        """Hear what is said there."""
        return await self.do("follow", conversation_id=conversation_id, after=after)

    async def say(self, conversation_id: object, body: str, message_id: object = None) -> Json:
        """Say something."""
        return await self.do("say", conversation_id=conversation_id, message_id=message_id or ids.new(), body=body)

    async def end(self) -> Json:
        """Wait until the server has hung up; its last event."""
        await self.until(lambda talker: talker.code is not None)
        return self.events[-1]

    async def read(self) -> None:
        """Take in what comes."""
        try:
            async for text in self.socket:
                await self.reads.wait()
                found: list[Json] = json.loads(text)
                self.frames += 1
                self.events += found
                if self.beats and any(event["type"] == "beat" for event in found):
                    await self.send(type="beat")
                async with self._news:
                    self._news.notify_all()
        except ConnectionClosed:
            pass
        finally:
            self.code = self.socket.close_code or 1006
            async with self._news:
                self._news.notify_all()


@asynccontextmanager
async def talking(
    site: str, headers: Mapping[str, str], *, ready: bool = True, **options: Any
) -> AsyncGenerator[Talker]:
    """A socket that is open while the block runs."""
    url = f"{site.replace('http', 'ws', 1)}/me/live"
    socket = await connect(url, additional_headers=headers, proxy=None, ping_interval=None, max_size=None, **options)
    talker = Talker(socket)
    reading = asyncio.create_task(talker.read())
    try:
        if ready:
            await talker.until(lambda talker: talker.events or talker.code)
        yield talker
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        socket.transport.abort()
