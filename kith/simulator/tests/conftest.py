"""A simulator in the test's own process, without a network between, with a clock and a mailbox of its own."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import httpx
import pytest

from kith.simulator import Keys, create_app, prepare
from kith.simulator.tests.shop import Mailbox, Shop


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return prepare(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def home(tmp_path: Path, made_keys: Keys) -> Path:
    """A folder with keys in it: making them takes longer than a test."""
    for name in Keys.__struct_fields__:
        path: Path = getattr(made_keys, name)
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture
def mailbox() -> Generator[Mailbox]:
    with Mailbox().open() as opened:
        yield opened


@pytest.fixture
async def shop(home: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Shop]:
    monkeypatch.setenv("KITH_CLOCK", str(home / "clock"))
    app = create_app(home, "http://cashier.example")
    here = httpx.ASGITransport(app, client=("127.0.0.1", 40_000))
    ready, done = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        # A task of its own: what the application opens must be closed by the task that opened it.
        async with app.lifespan():
            ready.set()
            await done.wait()

    living = asyncio.create_task(live())
    await ready.wait()
    async with httpx.AsyncClient(transport=here, base_url="http://127.0.0.1:8401") as http:
        yield Shop(http, prepare(home), mailbox.url, home / "clock")
    done.set()
    await living
