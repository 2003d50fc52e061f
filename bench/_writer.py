"""The least that a server has to do for a group: `python -m bench._writer PORT DATABASE`.

Whoever connects is taken for a member, and told nothing but what the database notifies: `after revision size` is a
frame of that size that says that these messages are there. It is made once and written to every socket.
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import uvloop
from psycopg import AsyncConnection

CHANNEL = "bench_said"
_UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


class Room:
    """All members, and those of them who do not read as fast."""

    def __init__(self) -> None:
        self.members: set[Socket] = set()
        self.full: set[Socket] = set()
        self.free = asyncio.Event()
        self.free.set()


class Socket(asyncio.Protocol):
    """One member."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._asked = b""

    def data_received(self, data: bytes) -> None:
        if self in self._room.members:
            return
        self._asked += data
        if self._asked.endswith(b"\r\n\r\n"):
            self.transport.write(_UPGRADED + frame(0, 0, 0))
            self._room.members.add(self)

    def pause_writing(self) -> None:
        self._room.full.add(self)
        self._room.free.clear()

    def resume_writing(self) -> None:
        self._room.full.discard(self)
        if not self._room.full:
            self._room.free.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._room.members.discard(self)
        self.resume_writing()


def frame(after: int, revision: int, size: int) -> bytes:
    """That these were said, in so many bytes."""
    text = b'[{"type":"messages","after":%d,"revision":%d,"items":"%%s"}]' % (after, revision)
    text = text % (b"." * (size - len(text)))
    length = len(text)
    if length < 126:
        return b"\x81" + bytes([length]) + text
    head = b"\x7e" + length.to_bytes(2, "big") if length < 1 << 16 else b"\x7f" + length.to_bytes(8, "big")
    return b"\x81" + head + text


async def _work(port: int, url: str) -> None:
    connection = await AsyncConnection.connect(url, autocommit=True)
    await connection.execute(f"LISTEN {CHANNEL}".encode())
    room = Room()
    await asyncio.get_running_loop().create_server(lambda: Socket(room), "127.0.0.1", port, backlog=1024)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    async for told in connection.notifies():
        made = frame(*map(int, told.payload.split()))
        await room.free.wait()
        for one in room.members:
            one.transport.write(made)


if __name__ == "__main__":
    uvloop.run(_work(int(sys.argv[1]), sys.argv[2]))
