"""Tasks end, also those that miss that they are told to."""

import asyncio
from contextlib import suppress

from kith.kit.ending import end


async def test_whoever_does_not_notice_is_told_again() -> None:
    told = 0

    async def stubborn() -> None:
        nonlocal told
        while told < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                told += 1

    async def failing() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        raise ValueError

    tasks = [asyncio.create_task(work()) for work in (stubborn, failing)]
    await asyncio.sleep(0)
    await end(*tasks)
    assert told == 2
    assert all(task.done() for task in tasks)
    await end()
