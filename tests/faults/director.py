"""Many stories at once on one virtual clock: time moves on when all of them wait for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import timedelta
from typing import Any


class Director:
    """Moves the clock, by `move`, to the earliest moment that anybody waits for. Moments are told by how far the clock
    is ahead of the machine's."""

    def __init__(self, move: Callable[[timedelta], Awaitable[None]], at: timedelta) -> None:
        self.move = move
        self._waiting: list[tuple[timedelta, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._active = 0
        self._idle = asyncio.Event()
        self.before_each: Callable[[], None] = lambda: None
        self.at = at

    async def until(self, at: timedelta) -> None:
        """For a story: wait for this moment."""
        if at <= self.at:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (at, next(self._order), future))
        self._rests()
        await future

    async def play(self, stories: Iterable[Coroutine[Any, Any, None]]) -> list[BaseException | None]:
        """Play them all to their end: of each, what went wrong."""
        self.before_each()
        tasks = [asyncio.create_task(self._one(story)) for story in stories]
        self._active = len(tasks)
        while self._active or self._waiting:
            self._idle.clear()
            if self._active:
                await self._idle.wait()
            if self._waiting:
                await self._on()
        return [task.exception() for task in tasks]

    async def _on(self) -> None:
        self.at = self._waiting[0][0]
        self.before_each()
        await self.move(self.at)
        while self._waiting and self._waiting[0][0] <= self.at:
            self._active += 1
            heapq.heappop(self._waiting)[2].set_result(None)

    async def _one(self, story: Coroutine[Any, Any, None]) -> None:
        try:
            await story
        finally:
            self._rests()

    def _rests(self) -> None:
        self._active -= 1
        if not self._active:
            self._idle.set()
