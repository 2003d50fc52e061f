"""A running installation for all tests of a test process that look from outside."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack

import pytest

from kith.kit.settings import Settings
from kith.main.stories.instance import throwaway
from kith.main.stories.stage import Stage, staged


@pytest.fixture(scope="session")
def installation() -> Generator[Settings]:
    """A throwaway `kith up`, with the simulator and the virtual clock."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        settings = runner.run(stack.enter_async_context(throwaway()))
        try:
            yield settings
        finally:
            runner.run(stack.aclose())


@pytest.fixture
async def stage(installation: Settings) -> AsyncGenerator[Stage]:
    """The stage over it, to set a scene with."""
    async with staged(installation) as stage:
        yield stage
