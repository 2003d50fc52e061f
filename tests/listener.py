"""Somebody who follows their events, as a phone does: one stream, read as it comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, NamedTuple

import httpx

PATIENCE = 60.0


class Frame(NamedTuple):
    """One event of a stream."""

    number: int
    name: str
    data: dict[str, Any]


class Listener:
    """What came so far."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.frames: list[Frame] = []
        self.said = ""
        """Every byte of the body."""
        self.ended = False
        self.broken = False
        """It ended in the middle of an answer."""
        self._news = asyncio.Condition()

    @property
    def last(self) -> int:
        """The number to go on from."""
        return self.frames[-1].number

    def told(self, *but: str) -> list[tuple[str, str]]:
        """Kind and ref of the events, what the stream says of itself left out."""
        return [
            (frame.name, frame.data["ref"]) for frame in self.frames if "ref" in frame.data and frame.name not in but
        ]

    async def until(self, come: Callable[[Listener], bool], seconds: float = PATIENCE) -> None:
        """Wait until this is so."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: come(self))

    async def count(self, frames: int, seconds: float = PATIENCE) -> None:
        """Wait until so many frames have come."""
        await self.until(lambda self: len(self.frames) >= frames, seconds)

    async def end(self, seconds: float = PATIENCE) -> None:
        """Wait until it has ended."""
        await self.until(lambda self: self.ended, seconds)

    async def read(self) -> None:
        """Take in what comes."""
        text = ""
        try:
            async for piece in self.answer.aiter_text():
                self.said += piece
                *whole, text = (text + piece).split("\n\n")
                self.frames += [frame for each in whole if (frame := parsed(each))]
                async with self._news:
                    self._news.notify_all()
        except httpx.TransportError:
            self.broken = True
        finally:
            self.ended = True
            async with self._news:
                self._news.notify_all()


def parsed(text: str) -> Frame | None:
    """The event, or None for a comment."""
    fields = dict(line.split(": ", 1) for line in text.split("\n") if not line.startswith(":"))
    return Frame(int(fields["id"]), fields["event"], json.loads(fields["data"])) if fields else None


@asynccontextmanager
async def listening(
    site: str, headers: Mapping[str, str], after: int | None = None, *, query: str = ""
) -> AsyncGenerator[Listener]:
    """A stream that is open while the block runs and has said `ready`."""
    more = {} if after is None else {"Last-Event-ID": str(after)}
    async with (
        httpx.AsyncClient(base_url=site, trust_env=False, timeout=httpx.Timeout(PATIENCE, read=None)) as client,
        client.stream("GET", f"/me/events{query}", headers={**headers, **more}) as answer,
    ):
        answer.raise_for_status()
        listener = Listener(answer)
        reading = asyncio.create_task(listener.read())
        try:
            await listener.count(1)
            yield listener
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading
