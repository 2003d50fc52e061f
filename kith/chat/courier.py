"""The courier: hands what waits for the live clients of one server to their sockets, in rounds.

Most of what a large group hears is the same for all, so a round makes a frame once and gives it to each who is ready.
Nobody is waited for: who still reads the last frame gets all that has come since with a later one.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from kith.chat import frames
from kith.chat.listener import Listener
from kith.kit.socket import Wire

_TURN = 100
"""How many are served before others than the courier have their turn."""


class Courier:
    """Serves everybody who has a socket. The first frame after a silence goes at once."""

    def __init__(self, pause_seconds: float) -> None:
        self._pause_seconds = pause_seconds
        self._wires: dict[Listener, Wire] = {}
        self._called: dict[Listener, None] = {}
        self.behind: set[Listener] = set()
        """Who still reads the last frame while more waits."""
        self._call = asyncio.Event()

    @contextmanager
    def serving(self, listener: Listener, wire: Wire) -> Generator[None]:
        """Take what waits for this client to its socket while the block runs, and the rest if the server stops."""
        self._wires[listener] = wire
        listener.on_news = partial(self._come, listener)
        listener.on_news()
        try:
            yield
        finally:
            listener.on_news = None
            if listener.why == "stopping" and wire.is_sent():
                self._serve(listener, wire, {})
            self.behind.discard(listener)
            del self._wires[listener]

    async def run(self) -> None:
        """Go round for as long as the server lives."""
        while True:
            await self._call.wait()
            self._call.clear()
            await self._go_round()
            await asyncio.sleep(self._pause_seconds)

    def _come(self, listener: Listener) -> None:
        self._called[listener] = None
        self._call.set()

    def _come_back(self, listener: Listener) -> None:
        self.behind.discard(listener)
        self._come(listener)

    async def _go_round(self) -> None:
        called, self._called = self._called, {}
        made: dict[tuple[str, ...], str] = {}
        for number, listener in enumerate(called, start=1):
            wire = self._wires.get(listener)
            if wire is None:
                continue
            if wire.is_sent():
                self._serve(listener, wire, made)
            elif listener not in self.behind:
                self.behind.add(listener)
                wire.when_sent(partial(self._come_back, listener))
            if number % _TURN == 0:
                await asyncio.sleep(0)

    def _serve(self, listener: Listener, wire: Wire, made: dict[tuple[str, ...], str]) -> None:
        texts = listener.take()
        if not texts:
            return
        frame = made.get(texts)
        if frame is None:
            frame = made[texts] = frames.frame(texts)
        if not wire.hand_over(frame):
            listener.send_away("broken")
