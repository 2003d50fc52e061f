"""A push service and its browsers: a real HTTPS server that checks who sends, and the keys that open what is sent."""

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import http_ece  # pyright: ignore[reportMissingTypeStubs] untyped
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02  # pyright: ignore[reportMissingTypeStubs] untyped

from kith import media
from kith.kit import clock, ids
from kith.push.service import Service
from kith.push.vapid import Vapid, fresh_key

HOST = "push.example"
CONTACT = "https://kith.example"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """What a browser keeps of a subscription."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: ids.noise(16))

    def told(self, zone: str | None = None) -> dict[str, Any]:
        """What it tells Kith."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": _text(point), "auth": _text(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys} | ({"zone": zone} if zone else {})


@dataclass
class Received:
    """A push as the service got it, opened with the browser's keys."""

    browser: Browser
    headers: dict[str, str]
    said: dict[str, Any]
    length: int
    """Of what was sealed, as the service sees it."""

    @property
    def about(self) -> tuple[str, str | None]:
        """What kind of thing, and which."""
        return self.said["kind"], self.said.get("ref")


class Receiver:
    """Takes pushes. `answers` are given first, each a status and perhaps headers; then all is taken."""

    def __init__(self, port: int, vapid: Vapid) -> None:
        self.port = port
        self.vapid = vapid
        self.answers: list[tuple[int, str]] = []
        self.got: list[Received] = []
        self.tries = 0
        self.asked = asyncio.Event()
        self.waits: asyncio.Event | None = None
        """Nobody is answered before it is set."""
        self._browsers: dict[str, Browser] = {}

    def browser(self) -> Browser:
        """A browser that has asked its service for an endpoint."""
        made = Browser(f"https://{HOST}:{self.port}/wp/{ids.token()}")
        self._browsers[made.endpoint] = made
        return made

    def take(self) -> list[tuple[str, str | None]]:
        """What has come since the last time."""
        got, self.got = self.got, []
        return [one.about for one in got]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.tries += 1
        self.asked.set()
        if self.waits:
            await self.waits.wait()
        status, more = self.answers.pop(0) if self.answers else (201, "")
        if status == 201:
            self.got.append(self._opened(head[0], headers, body))
        writer.write(f"HTTP/1.1 {status} So\r\nConnection: close\r\nContent-Length: 0\r\n{more}\r\n".encode())
        await writer.drain()
        writer.close()

    def _opened(self, line: str, headers: dict[str, str], body: bytes) -> Received:
        method, path, _ = line.split(" ")
        assert (method, headers["host"]) == ("POST", f"{HOST}:{self.port}")
        assert (headers["content-encoding"], headers["ttl"].isdigit()) == ("aes128gcm", True)
        assert len(headers["topic"]) <= 32
        self._check(headers["authorization"])
        browser = self._browsers[f"https://{HOST}:{self.port}{path}"]
        plain = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.auth, version="aes128gcm")
        return Received(browser, headers, json.loads(plain), len(body))

    def _check(self, header: str) -> None:
        assert Vapid02.verify(header)
        token, _, key = header.removeprefix("vapid t=").partition(",k=")
        claims = json.loads(_raw(token.split(".")[1]))
        assert key == self.vapid.public
        assert (claims["aud"], claims["sub"]) == (f"https://{HOST}:{self.port}", CONTACT)
        assert 0 < claims["exp"] - clock.real_now().timestamp() <= 86_400


@asynccontextmanager
async def receiving(folder: Path) -> AsyncGenerator[tuple[Receiver, Service]]:
    """A push service on this machine, and Kith's side, for which this machine is the internet."""
    vapid = Vapid(fresh_key().encode(), CONTACT, clock.real_now)
    trust, tls = _certified(folder)
    receiver = Receiver(0, vapid)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]

    async def resolve(host: str) -> list[str]:
        assert host == HOST
        return ["127.0.0.1"]

    network = media.Network(resolve, lambda address: str(address) == "127.0.0.1", frozenset({receiver.port}))
    service = Service(vapid, network, trust)
    async with server:
        yield receiver, service
        await service.disconnect()


def _certified(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = cert.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "push.pem"
    path.write_bytes(private + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return ssl.create_default_context(cadata=pem.decode()), server
