"""Whatever goes wrong on a line is a value with a code."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from kith.payments.gateways.line import MOST_BYTES, Line, Lost
from kith.payments.gateways.tests.played import free_port

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


@asynccontextmanager
async def host(*chunks: bytes, pause: float = 0) -> AsyncGenerator[str]:
    """Somebody who answers anything with these bytes, piece by piece."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for chunk in chunks:
            await asyncio.sleep(pause)
            writer.write(chunk)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/gateway.do"


async def called(url: str, seconds: float = 5) -> bytes | Lost:
    line = Line(url, seconds=seconds)
    try:
        return await line.post(url, {"a": "1"}, {"b": "2"})
    finally:
        await line.disconnect()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (OK, b"hi"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nhi", Lost("status-502")),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", Lost("status-302")),
        (OK.replace(b"Content-Length: 2", b"Content-Length: 3"), Lost("broken")),
        (b"", Lost("broken")),
        (b"nonsense\r\n\r\n", Lost("broken")),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST_BYTES + 1), Lost("too-long")),
    ],
)
async def test_an_answer(answer: bytes, outcome: bytes | Lost) -> None:
    async with host(answer) as url:
        assert await called(url) == outcome


async def test_nobody_there() -> None:
    assert await called(f"http://127.0.0.1:{free_port()}/") == Lost("unreachable")


async def test_an_answer_that_trickles_is_late_as_a_whole() -> None:
    async with host(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 50, pause=0.1) as url:
        assert await called(url, seconds=0.5) == Lost("timeout")
