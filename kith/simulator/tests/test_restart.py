"""The simulator as a process: killed at any moment, it comes back with the same keys and the same book."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from kith.kit import clock
from kith.simulator import prepare, serve
from kith.simulator.tests.shop import Mailbox, Shop

_SERVE = (
    "import asyncio, sys; from pathlib import Path; from kith.simulator import serve; "
    "asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))"
)


async def test_a_killed_simulator_forgets_nothing(home: Path, mailbox: Mailbox) -> None:
    port = _free_port()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        shop = Shop(http, prepare(home), mailbox.url, home / "clock")
        process = await _started(home, port, http)
        number = await shop.paid()
        await shop.refund(number, "5.00", "r1")
        book = (await http.get("/admin/book")).json()
        keys = _keys(home)
        process.send_signal(signal.SIGKILL)
        process.wait()

        process = await _started(home, port, http)
        try:
            assert (await http.get("/admin/book")).json() == book
            assert _keys(home) == keys
            assert (await shop.refund(number, "5.00", "r1"))["fund_change"] == "N"
            await shop.settle()
            assert {note.get("out_biz_no") for note in mailbox.notes} == {None, "r1"}
        finally:
            process.kill()
            process.wait()


async def test_it_ends_at_once_even_while_it_holds_an_answer_back(home: Path, mailbox: Mailbox) -> None:
    port, stop = _free_port(), asyncio.Event()
    serving = asyncio.create_task(serve(home, port, stop=stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as http:
        await _answering(http)
        shop = Shop(http, prepare(home), mailbox.url, home / "clock")
        await shop.switch({"name": "timeout_without_effect", "seconds": 60})
        waiting = asyncio.create_task(shop.query("n1"))
        await asyncio.sleep(0.2)
        before = clock.stopwatch()
        stop.set()
        await serving
        assert clock.stopwatch() - before < 30
        with suppress(httpx.TransportError):
            await waiting


def test_keys_are_made_once_and_ours_alone_to_read(home: Path) -> None:
    assert prepare(home) == prepare(home)
    fresh = prepare(home / "other")
    assert fresh.app_private.stat().st_mode & 0o777 == 0o600
    assert fresh.alipay_private.stat().st_mode & 0o777 == 0o600
    assert fresh.app_private.read_bytes() != prepare(home).app_private.read_bytes()


async def _started(home: Path, port: int, http: httpx.AsyncClient) -> subprocess.Popen[bytes]:
    environment = os.environ | {"KITH_CLOCK": str(home / "clock")}
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(home), str(port)], env=environment)  # noqa: ASYNC220 it starts, nobody waits
    await _answering(http)
    return process


async def _answering(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(120):
        while True:
            with suppress(httpx.TransportError):
                await http.get("/admin/idle")
                return
            await asyncio.sleep(0.05)


def _keys(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.glob("*.pem")}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
