"""The push services of browsers, spoken to over HTTP (RFC 8030)."""

import asyncio
import base64
import hashlib
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal, cast

import http_ece  # pyright: ignore[reportMissingTypeStubs] untyped
import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from kith import media
from kith.push.choice import PRESSING
from kith.push.post import Letter
from kith.push.subscription import Target
from kith.push.vapid import Vapid

_SECONDS = 10
_LENGTH = 160
"""Of every push before it is sealed: what is said cannot be guessed from how much."""

_BUSY = (408, 425, 429)

Outcome = Literal["taken", "gone", "busy", "refused"]


@dataclass(frozen=True)
class Answer:
    """What became of a push; `why` is a word for logs that quotes nothing."""

    outcome: Outcome
    why: str = ""
    wait: timedelta = timedelta()
    """How long the service wants to be left alone."""


class Service:
    """Sends pushes. No proxy is used, and whatever a name leads to is judged before it is connected to."""

    def __init__(
        self, vapid: Vapid, network: media.Network = media.INTERNET, tls: ssl.SSLContext | None = None
    ) -> None:
        self.vapid = vapid
        self._network = network
        self._client = httpx.AsyncClient(trust_env=False, timeout=_SECONDS, verify=tls or True)

    async def disconnect(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def push(self, target: Target, letter: Letter, left: timedelta) -> Answer:
        """Hand one push over, which is worth something for so long: one try."""
        url = httpx.URL(target.endpoint)
        try:
            async with asyncio.timeout(_SECONDS):
                address = await self._network.locate(url)
                request = self._client.build_request(
                    "POST",
                    url.copy_with(host=str(address)),
                    content=sealed(letter, target),
                    headers={
                        "Host": url.netloc.decode("ascii"),
                        "Authorization": self.vapid.authorization(f"{url.scheme}://{url.netloc.decode('ascii')}"),
                        "Content-Encoding": "aes128gcm",
                        "Content-Type": "application/octet-stream",
                        "TTL": str(max(0, int(left.total_seconds()))),
                        "Topic": topic(letter),
                        "Urgency": "high" if letter.kind in PRESSING else "normal",
                    },
                    extensions={"sni_hostname": url.host},
                )
                answer = await self._client.send(request, stream=True)
                await answer.aclose()
        except media.AddressForbidden:
            return Answer("gone", "address_forbidden")
        except (httpx.HTTPError, OSError, UnicodeError, TimeoutError) as error:
            return Answer("busy", type(error).__name__)
        return judged(answer.status_code, answer.headers.get("retry-after", ""), self.vapid.time())


def judged(status: int, retry_after: str, now: datetime) -> Answer:
    """What the service's answer means; `now` is real time."""
    if 200 <= status < 300:
        return Answer("taken")
    why = f"http_{status}"
    if status in (404, 410):
        return Answer("gone", why)
    if status in _BUSY or status >= 500:
        return Answer("busy", why, _wait(retry_after, now))
    return Answer("refused", why)


def sealed(letter: Letter, target: Target) -> bytes:
    """What only the browser can read."""
    said = {"kind": letter.kind, "ref": str(letter.ref), "number": letter.number}
    if letter.kind == "summary":
        del said["ref"]
    content = msgspec.json.encode(said).ljust(_LENGTH)
    key = ec.generate_private_key(ec.SECP256R1())
    return cast(
        bytes,
        http_ece.encrypt(  # pyright: ignore[reportUnknownMemberType] untyped
            content, private_key=key, dh=target.p256dh, auth_secret=target.auth, version="aes128gcm"
        ),
    )


def topic(letter: Letter) -> str:
    """Of two pushes about one thing that wait for a browser the later one stays. No service learns that the pushes of
    two browsers are about the same thing.
    """
    name = f"{letter.device_id} {letter.kind} {letter.ref}".encode()
    return base64.urlsafe_b64encode(hashlib.sha256(name).digest())[:32].decode()


def _wait(text: str, now: datetime) -> timedelta:
    if text.isascii() and text.isdigit() and len(text) < 9:
        return timedelta(seconds=int(text))
    try:
        return max(timedelta(), parsedate_to_datetime(text) - now)
    except (ValueError, TypeError):
        return timedelta()
