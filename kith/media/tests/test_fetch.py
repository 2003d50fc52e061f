"""Fetching goes to the open internet only, however it is asked."""

import asyncio
import dataclasses
import ipaddress
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from kith import media
from kith.media import network as networks

HERE = "127.0.0.1"

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "2001:db8::1",
]
PUBLIC = ["1.1.1.1", "93.184.216.34", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses(text: str) -> None:
    assert not media.is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses(text: str) -> None:
    assert media.is_public(ipaddress.ip_address(text))


def test_one_private_address_among_many_condemns_the_name() -> None:
    with pytest.raises(media.AddressForbidden):
        networks.chosen(["1.1.1.1", "10.0.0.1"], media.INTERNET)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/a.png",
        "gopher://example.com/",
        "/a.png",
        "http:///a.png",
        "http://user:secret@example.com/a.png",
        "http://example.com:22/",
        "http://example.com:5432/",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0/",
    ],
)
async def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(media.AddressForbidden):
        await media.fetch(url)


@asynccontextmanager
async def serving(answer: bytes, *, slowly: bool = False) -> AsyncGenerator[tuple[int, list[bytes]]]:
    """A web server on this machine that always gives the same bytes."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        if not slowly:
            writer.write(answer)
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(serve, HERE, 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heard


def only_here(port: int, *more: str) -> networks.Network:
    """A network in which every name leads to this machine and nothing else is open."""

    async def resolve(host: str) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            return [HERE, *more]

    return networks.Network(resolve, lambda address: str(address) == HERE, frozenset({port}))


def http(status: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]).encode() + body


async def test_the_server_is_asked_by_its_name_at_the_address_that_was_checked() -> None:
    async with serving(http("200 OK", body=b"picture")) as (port, heard):
        assert await media.fetch(f"http://shop.example:{port}/a.png", only_here(port)) == b"picture"
    assert f"Host: shop.example:{port}".encode() in heard[0]


async def test_a_name_that_changes_its_mind_is_asked_only_once() -> None:
    asked: list[str] = []

    async def rebinding(host: str) -> list[str]:
        asked.append(host)
        return [HERE] if len(asked) == 1 else ["10.0.0.1"]

    async with serving(http("200 OK", body=b"picture")) as (port, _):
        network = networks.Network(rebinding, lambda address: str(address) == HERE, frozenset({port}))
        assert await media.fetch(f"http://shop.example:{port}/", network) == b"picture"
    assert asked == ["shop.example"]


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "file:///etc/passwd",
        "http://{here}:22/",
        "//10.0.0.1:{port}/",
    ],
)
async def test_a_redirect_to_a_forbidden_address_is_refused(target: str) -> None:
    holder: list[bytes] = []
    async with serving_from(holder) as port:
        holder.append(http("302 Found", f"Location: {target.format(port=port, here=HERE)}"))
        with pytest.raises(media.AddressForbidden):
            await media.fetch(f"http://shop.example:{port}/", only_here(port))


@asynccontextmanager
async def serving_from(holder: list[bytes]) -> AsyncGenerator[int]:
    """A server whose answer is decided after its port is known."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(holder[0])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, HERE, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_redirects_come_to_an_end() -> None:
    async with serving(http("302 Found", "Location: /again")) as (port, heard):
        with pytest.raises(media.PictureUnreachable):
            await media.fetch(f"http://shop.example:{port}/", only_here(port))
    assert len(heard) == 6


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (http("404 Not Found"), media.PictureUnreachable),
        (http("200 OK", "Content-Length: 10000001"), media.PictureTooLarge),
        (http("200 OK", body=bytes(10_000_001)), media.PictureTooLarge),
        (http("200 OK", "Content-Length: 50", body=b"short"), media.PictureUnreachable),
        (b"not http at all\r\n\r\n", media.PictureUnreachable),
        (b"", media.PictureUnreachable),
    ],
)
async def test_answers_that_are_refused(answer: bytes, refusal: type[Exception]) -> None:
    async with serving(answer) as (port, _):
        with pytest.raises(refusal):
            await media.fetch(f"http://shop.example:{port}/", only_here(port))


async def test_a_silent_server_is_given_up() -> None:
    async with serving(b"", slowly=True) as (port, _):
        impatient = dataclasses.replace(only_here(port), seconds=0.1)
        with pytest.raises(media.PictureUnreachable):
            await media.fetch(f"http://shop.example:{port}/", impatient)


async def test_a_name_that_does_not_exist() -> None:
    async def nowhere(host: str) -> list[str]:
        raise OSError(host)

    with pytest.raises(media.PictureUnreachable):
        await media.fetch("http://shop.example/", networks.Network(nowhere, media.is_public))
