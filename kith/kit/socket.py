"""WebSockets: what a route needs of one, and an end of it that tells the other side why."""

import asyncio
from contextlib import suppress

from litestar import WebSocket
from litestar.exceptions import WebSocketException

AnySocket = WebSocket[object, object, object]  # pyright: ignore[reportInvalidTypeArguments] litestar bounds State too tightly

FAREWELL_SECONDS = 30.0
"""How long a client that is sent away has to read what was sent to it before."""


class Wire:
    """One socket that was accepted. Its ends are the client's leaving and `close`."""

    def __init__(self, socket: AnySocket) -> None:
        self._socket = socket

    async def receive(self) -> str | bytes | None:
        """What the client says next; None when it has gone."""
        with suppress(WebSocketException):
            event = await self._socket.receive()
            if event["type"] == "websocket.receive":
                said = event.get("text")
                return event.get("bytes") or b"" if said is None else said
        return None

    async def send(self, text: str) -> bool:
        """Send it; whether the client is still there. It takes as long as the client takes to read."""
        try:
            await self._socket.send({"type": "websocket.send", "text": text, "bytes": None})
        except Exception:  # the server's own errors for a socket that has gone have no common class
            return False
        return True

    async def close(self, code: int, text: str) -> None:
        """Say a last word to whoever still reads, and hang up."""
        with suppress(Exception):
            async with asyncio.timeout(FAREWELL_SECONDS):
                if await self.send(text):
                    await self._socket.close(code)
