"""The simulated Alipay for the tests of gateways: one process a module, one mailbox a test."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest

from kith.payments.gateways.tests.played import AlipayDriver, Mailbox, Simulator


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Generator[Simulator]:
    home: Path = tmp_path_factory.mktemp("gateway")
    played = Simulator(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KITH_CLOCK", str(played.clock))
        played.start()
        try:
            yield played
        finally:
            played.kill()


@pytest.fixture
def mailbox() -> Generator[Mailbox]:
    with Mailbox().open() as opened:
        yield opened


@pytest.fixture
async def driver(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[AlipayDriver]:
    simulator.switch()
    playing = AlipayDriver(simulator, mailbox, simulator.account())
    yield playing
    await playing.disconnect()


@pytest.fixture
async def certified(simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[AlipayDriver]:
    """The driver of an account in certificate mode."""
    simulator.switch()
    playing = AlipayDriver(simulator, mailbox, simulator.certified())
    yield playing
    await playing.disconnect()
