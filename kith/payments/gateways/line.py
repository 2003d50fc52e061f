"""A line to a gateway: one HTTP client with limits, on which whatever goes wrong is a value and not an exception."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from msgspec import Struct

from kith.kit import settings

MOST_BYTES = 1_000_000
_DOWNLOAD_SECONDS = 600


class Lost(Struct, frozen=True):
    """The call may have arrived or not; `why` is a code: `timeout`, `unreachable`, `broken`, `too-long`, `status-…`."""

    why: str


class Reply(Struct, frozen=True):
    """An answer as it came, of any status. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """Calls to one host. No redirects, no cookies kept, no retries: to ask again is for who knows what was asked."""

    def __init__(self, url: str, *, seconds: float) -> None:
        # A proxy of the environment is for the way out, never for a gateway on this machine.
        outside = not settings.is_loopback(urlsplit(url).hostname or "")
        self._seconds = seconds
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(seconds, connect=min(seconds, 3.0)), follow_redirects=False, trust_env=outside
        )

    async def get(self, url: str) -> bytes | Lost:
        return await self._whole(self._client.build_request("GET", url))

    async def post(self, url: str, params: Mapping[str, str], form: Mapping[str, str]) -> bytes | Lost:
        """`params` go into the URL, `form` into the body: what should not stand in access logs belongs there."""
        return await self._whole(self._client.build_request("POST", url, params=params, data=form))

    async def call(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply | Lost:
        """For gateways whose statuses and headers say something."""
        return await self._call(self._client.build_request(method, url, headers=headers, content=body or None))

    async def download(
        self, url: str, into: Path, *, most: int, headers: Mapping[str, str] | None = None
    ) -> Lost | None:
        """Write what is there into a file, whole or not at all."""
        fresh = into.with_name(f"{into.name}.part")
        try:
            async with (
                asyncio.timeout(_DOWNLOAD_SECONDS),
                self._client.stream("GET", url, headers=headers) as answer,
            ):
                if answer.status_code != 200:
                    return Lost(f"status-{answer.status_code}")
                with fresh.open("wb") as file:
                    async for chunk in answer.aiter_bytes():
                        if file.tell() + len(chunk) > most:
                            return Lost("too-long")
                        file.write(chunk)
            fresh.replace(into)
        except (TimeoutError, httpx.TimeoutException):
            return Lost("timeout")
        except httpx.HTTPError:
            return Lost("broken")
        finally:
            fresh.unlink(missing_ok=True)
        return None

    async def disconnect(self) -> None:
        await self._client.aclose()

    async def _whole(self, request: httpx.Request) -> bytes | Lost:
        reply = await self._call(request)
        if isinstance(reply, Lost) or reply.status == 200:
            return reply if isinstance(reply, Lost) else reply.body
        return Lost(f"status-{reply.status}")

    async def _call(self, request: httpx.Request) -> Reply | Lost:
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.send(request, stream=True)
                try:
                    body = await _body(answer)
                finally:
                    await answer.aclose()
        except (TimeoutError, httpx.TimeoutException):
            return Lost("timeout")
        except httpx.ConnectError:
            return Lost("unreachable")
        except httpx.HTTPError:
            return Lost("broken")
        return body if isinstance(body, Lost) else Reply(answer.status_code, answer.headers, body)


async def _body(answer: httpx.Response) -> bytes | Lost:
    body = bytearray()
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            return Lost("too-long")
    return bytes(body)
