"""The simulated carrier for the tests of carrier gateways."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from kith.mall.carriers.tests.played import Driver, Mailbox, free_port, listening, simulated, tracker_of


@pytest.fixture
async def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Driver]:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    mailbox = Mailbox()
    async with simulated(tmp_path, free_port()) as url, listening(mailbox) as callback_url:
        gateway = tracker_of(url, tmp_path, callback_url)
        yield Driver(url, tmp_path / "clock", gateway, mailbox)
        await gateway.disconnect()
