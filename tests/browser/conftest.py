"""A running installation for all browser tests of a test process, Chromium, and people with browsers of their own."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from typing import Unpack

import pytest
from playwright.async_api import Browser

from kith.kit.settings import Settings
from kith.main.stories.instance import throwaway
from kith.main.stories.stage import Stage, staged
from tests.browser.visitor import Looks, Visitor, chromium, visiting

Visit = Callable[..., Awaitable[Visitor]]


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


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    """Chromium."""
    async with chromium() as running:
        yield running


@pytest.fixture
async def visit(browser: Browser, installation: Settings) -> AsyncGenerator[Visit]:
    """Makes a person with a browser of their own; each is checked at the end of the test."""
    async with AsyncExitStack() as stack:

        async def new(**looks: Unpack[Looks]) -> Visitor:
            return await stack.enter_async_context(visiting(browser, installation.local_url, **looks))

        yield new
