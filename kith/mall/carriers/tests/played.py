"""The carrier played by the simulator over real HTTP, on a clock that the test moves, with a mailbox for callbacks."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, Request, post

from kith import simulator
from kith.kit import clock
from kith.mall import CarrierGateway, Tracker

PATIENCE = 1.5
"""Real seconds after which the adapter under test gives a call up."""


class Mailbox:
    """Callbacks as they came, oldest first."""

    def __init__(self) -> None:
        self.letters: list[tuple[bytes, dict[str, str]]] = []
        self.refuse = 0
        """So many callbacks are not accepted."""


class Driver:
    """What the conformance suite needs of the other side: its clock, its mistakes, and what it sent."""

    def __init__(self, url: str, clock_file: Path, gateway: CarrierGateway, mailbox: Mailbox) -> None:
        self.url = url
        self.gateway = gateway
        self.mailbox = mailbox
        self._clock = clock_file

    async def advance(self, by: timedelta) -> None:
        """Move the clock on and let everything happen that is due by then."""
        clock.set_offset(self._clock, clock.offset() + by)
        async with httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=20) as http:
            answer = await http.get("/admin/idle", params={"settle": "true"})
            assert answer.json() == {"idle": True}

    async def switch(self, *faults: dict[str, object]) -> None:
        """These faults and no others."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as http:
            answer = await http.put("/admin/faults", json={"seed": 1, "faults": faults})
            assert answer.status_code == 200, answer.text


@asynccontextmanager
async def simulated(home: Path, port: int) -> AsyncGenerator[str]:
    """The simulator on this port while the block runs; its address."""
    stop, url = asyncio.Event(), f"http://127.0.0.1:{port}"
    serving = asyncio.create_task(simulator.serve(home, port, stop=stop))
    try:
        await reachable(f"{url}/admin/idle")
        yield url
    finally:
        stop.set()
        await serving


@asynccontextmanager
async def listening(mailbox: Mailbox) -> AsyncGenerator[str]:
    """A place to send callbacks to; its address."""

    @post("/callbacks", status_code=204)
    async def receive(request: Request) -> None:
        if mailbox.refuse:
            mailbox.refuse -= 1
            raise RuntimeError("not now")
        mailbox.letters.append((await request.body(), dict(request.headers)))

    async with served(Litestar([receive], openapi_config=None, logging_config=None)) as url:
        yield f"{url}/callbacks"


@asynccontextmanager
async def served(app: Litestar) -> AsyncGenerator[str]:
    """An application on a free port; its address."""
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    try:
        await reachable(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        await serving


async def reachable(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(120):
        while True:
            try:
                await http.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.02)
            else:
                return


def tracker_of(url: str, home: Path, callback_url: str) -> Tracker:
    """The adapter with the account that the simulator has for us."""
    access = simulator.carrier_access(home)
    return Tracker(
        "tracker", url=url, key=access.key, secret=access.secret, callback_url=callback_url, timeout=PATIENCE
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
