"""The hands of the simulator: whatever is due by the virtual clock gets done, one round at a time."""

import asyncio
from collections.abc import Sequence

import structlog

from kith.kit import clock
from kith.simulator.world import Side, World

_LOOK_EVERY = 0.1
"""Real seconds between two looks at the clock; looking is one file status and one indexed read."""

_log = structlog.get_logger("kith.simulator")


class Clockwork:
    """Runs the due work of every side, never two rounds at once."""

    def __init__(self, world: World, sides: Sequence[Side]) -> None:
        self._world = world
        self._sides = sides
        self._round = asyncio.Lock()

    async def run(self) -> None:
        """For ever: wait, look, do."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                await self.settle()
            except Exception as error:
                _log.error("round failed", error=type(error).__name__, exc_info=error)

    async def settle(self) -> None:
        """Do everything that is due now, and what becomes due by doing it."""
        async with self._round:
            while not self.is_idle():
                for side in self._sides:
                    await side.run_due(self._world, clock.now())

    def is_idle(self) -> bool:
        now = clock.now()
        return all(side.is_idle(self._world, now) for side in self._sides)
