"""Ending tasks, until they have ended."""

import asyncio
from typing import Any

_AGAIN_SECONDS = 1.0


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel these, and return when all of them are over. What they raise is nobody's news any more.

    A task that is cancelled in the moment in which the pool hands it a connection does not notice: before Python 3.12
    `asyncio.wait_for` then returns what it waited for. So whoever goes on is told again.
    """
    going = set(tasks)
    while going:
        for task in going:
            task.cancel()
        _, going = await asyncio.wait(going, timeout=_AGAIN_SECONDS)
    for task in tasks:
        if not task.cancelled():
            task.exception()
