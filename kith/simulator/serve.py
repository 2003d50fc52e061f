"""Serve the simulator over HTTP."""

import asyncio
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from kith.simulator.app import create_app


async def serve(
    home: Path,
    port: int = 8401,
    host: str = "127.0.0.1",
    *,
    public_url: str | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve until cancelled, or until `stop` is set. State and keys live in `home`; browsers come to `public_url`."""
    stop = stop or asyncio.Event()
    app = create_app(home, public_url or f"http://{host}:{port}", stop)
    server = Server(app, address=host, port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        stop.set()
        server.stop()
        await serving
