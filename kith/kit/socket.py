"""WebSockets: what a route needs of one, and an end of it that tells the other side why."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from litestar import WebSocket
from litestar.exceptions import WebSocketException
from litestar.types import Scope, Send

AnySocket = WebSocket[object, object, object]  # pyright: ignore[reportInvalidTypeArguments] litestar bounds State too tightly

_HANG_UP_SECONDS = 1.0
_SEND = "kith_send"


def remember_send(scope: Scope, send: Send) -> None:
    """Let `Wire` of this socket find the server's own `send`, under all that the framework wraps around it."""
    cast("dict[str, Any]", scope).setdefault("state", {})[_SEND] = send


class Wire:
    """One socket that was accepted. Its ends are the client's leaving and `close`."""

    def __init__(self, socket: AnySocket) -> None:
        self._socket = socket
        self._send: Send = socket.scope["state"].get(_SEND, socket.send)
        self._sending: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sending.set_result(None)

    async def receive(self) -> str | bytes | None:
        """What the client says next; None when it has gone."""
        with suppress(WebSocketException):
            event = await self._socket.receive()
            if event["type"] == "websocket.receive":
                said = event.get("text")
                return event.get("bytes") or b"" if said is None else said
        return None

    def hand_over(self, text: str) -> bool:
        """Send it, and wait for nothing; whether there is anybody to send to. Not before the last is sent."""
        try:
            self._sending = asyncio.ensure_future(self._send({"type": "websocket.send", "text": text, "bytes": None}))
        except Exception:  # the server's own errors for a socket that has gone have no common class
            return False
        return True

    def is_sent(self) -> bool:
        """Whether what was handed over is on its way. It takes as long as the client takes to read what was before."""
        return self._sending.done()

    def when_sent(self, then: Callable[[], None]) -> None:
        """Call this once what was handed over is on its way."""
        self._sending.add_done_callback(lambda _: then())

    async def close(self, code: int, text: str, seconds: float) -> None:
        """Say a last word, and hang up: on whoever has not read what was sent to it in so many seconds, without it."""
        with suppress(Exception):
            async with asyncio.timeout(seconds):
                await self._sending
                if self.hand_over(text):
                    await self._sending
        # What is still being sent was given up with the wait for it: only then does the server let go of the socket.
        with suppress(Exception):
            async with asyncio.timeout(_HANG_UP_SECONDS):
                await self._socket.close(code)
