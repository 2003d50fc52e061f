"""One Chromium for all browser tests of a test process, and people with browsers of their own."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from typing import Unpack

import pytest
from playwright.async_api import Browser

from kith.kit.settings import Settings
from tests.browser.visitor import FAILED, Looks, Visitor, chromium, visiting

Visit = Callable[..., Awaitable[Visitor]]


@pytest.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """Chromium."""
    async with chromium() as running:
        yield running


_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember how the test itself went, for those who clean up after it."""
    report = yield
    if call.when == "call":
        item.stash[_failed] = report.failed
    return report


@pytest.fixture
async def visit(browser: Browser, installation: Settings, request: pytest.FixtureRequest) -> AsyncGenerator[Visit]:
    """Makes a person with a browser of their own; each is checked at the end of the test."""
    async with AsyncExitStack() as stack:
        visitors: list[Visitor] = []

        async def new(**looks: Unpack[Looks]) -> Visitor:
            visitor = await stack.enter_async_context(visiting(browser, installation.local_url, **looks))
            visitors.append(visitor)
            return visitor

        yield new
        if request.node.stash.get(_failed, False):
            FAILED.mkdir(parents=True, exist_ok=True)
            for number, visitor in enumerate(visitors, 1):
                await visitor.page.screenshot(path=FAILED / f"{request.node.name}-{number}.png")
