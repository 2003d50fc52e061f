"""Server-Sent Events: how they are written, and an answer that cleans up whoever goes away, and when."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import msgspec
import psycopg
import structlog
from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import Send

EVENT_STREAM = "text/event-stream"
HEARTBEAT = b":\n\n"
"""A comment: it says nothing and keeps what is in between from hanging up."""

Frames = AsyncGenerator[bytes]

_log = structlog.get_logger("kith.sse")


def frame(name: str, data: msgspec.Struct, number: int) -> bytes:
    """One event. `number` is where the client goes on from when it comes back."""
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, name.encode(), msgspec.json.encode(data))


class EventStream(ASGIStreamingResponse):
    """An answer that goes on until its frames end or the client has gone."""

    def __init__(self, frames: Frames) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(iterator=frames, media_type=EVENT_STREAM, headers=headers)  # pyright: ignore[reportUnknownMemberType] untyped there
        self._frames = frames

    async def _stream(self, send: Send) -> None:
        # A client that goes while something is sent to it leaves the generator in the middle.
        async with aclosing(self._frames):
            try:
                await super()._stream(send)
            except psycopg.OperationalError as error:
                # The client comes back by itself and goes on where it was.
                _log.warning("a stream broke off", error=type(error).__name__)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
