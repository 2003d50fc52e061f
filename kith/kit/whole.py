"""Work that is done to its end, though whoever wanted it may have gone meanwhile."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_under_way: set[asyncio.Task[Any]] = set()


async def whole(work: Coroutine[Any, Any, Result]) -> Result:
    """What `work` returns. If the caller is cancelled, `work` goes on alone.

    The answer to a client that leaves is cancelled again at every step it still takes, giving a connection back to its
    pool included, and that connection would be lost.
    """
    task = asyncio.create_task(work)
    _under_way.add(task)
    task.add_done_callback(_forget)
    return await asyncio.shield(task)


def _forget(task: asyncio.Task[Any]) -> None:
    _under_way.discard(task)
    if not task.cancelled():
        # Whoever still waits gets it, too; nobody else is to be told.
        task.exception()
