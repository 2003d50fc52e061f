"""An HTTP client that costs next to nothing, so that what is measured is the server."""

import asyncio
import json
from typing import Any

_LENGTH = b"content-length:"


class NotWell(Exception):
    """An answer that no measurement can be made with."""


class Line:
    """One connection that stays open. Requests on it go one after another."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> "Line":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            await self._writer.wait_closed()

    async def post_json(self, path: str, body: object, token: str) -> Any:
        """The answer, read; `NotWell` where it is no success."""
        head = f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
        return json.loads(await self.post(path, json.dumps(body).encode(), head))

    async def post(self, path: str, body: bytes, head: str) -> bytes:
        assert self._reader is not None
        assert self._writer is not None
        first = f"POST {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nContent-Length: {len(body)}\r\n{head}\r\n"
        self._writer.write(first.encode() + body)
        answered = await self._reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in answered.lower().split(b"\r\n") if line.startswith(_LENGTH))
        said = await self._reader.readexactly(length)
        if not answered.startswith(b"HTTP/1.1 2"):
            raise NotWell(f"{path}: {answered.splitlines()[0].decode()} {said.decode()}")
        return said
