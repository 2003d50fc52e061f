"""Look into a file that somebody sent, off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kith.media.picture import PicturesWaiting

Result = TypeVar("Result")

_AT_ONCE = 2
"""A picture of the most pixels takes 200 MB while it is decoded."""
_WAITING = 32

_threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="pictures")
_turns = asyncio.Semaphore(_AT_ONCE + _WAITING)


async def in_turn(work: Callable[[bytes], Result], raw: bytes) -> Result:
    """What `work` makes of the file, as soon as it is its turn. Raises `PicturesWaiting`, and what `work` raises."""
    if _turns.locked():
        raise PicturesWaiting(retry_after=5)
    async with _turns:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, raw)
