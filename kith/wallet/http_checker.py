"""Whoever checks identities, asked over HTTP.

`PUT {url}/checks/{number}` with `{name, id_number}` asks, `GET` of the same looks again. Both answer `{number, state}`
with state `looking`, `verified` (and `identity_class`) or `refused` (and `code`); 404 means that nobody has asked.
"""

import asyncio
from typing import Literal

import httpx
import msgspec
from msgspec import Struct

from kith.wallet.identity import Identity, Looking, Missing, Refused, Said, Unknown, Verified

_BYTES = 65_536
_NOT_FOUND = 404


class _Answer(Struct, frozen=True):
    number: str
    state: Literal["looking", "verified", "refused"]
    identity_class: Literal[1, 2, 3] | None = None
    code: str | None = None


class HttpChecker:
    """A service that checks identities. Logs, errors and answers of it never quote who was asked about."""

    def __init__(
        self, url: str, key: str, *, seconds: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Asked at `url` with the API key; an answer that takes longer than `seconds` is none."""
        self._seconds = seconds
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}"},
            timeout=seconds,
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    async def check(self, number: str, identity: Identity) -> Said:
        """Ask. As in `identity.Checker`."""
        body = msgspec.json.encode(identity)
        return await self._asked(
            number, self._http.build_request("PUT", f"/checks/{number}", content=body, headers=_JSON)
        )

    async def query(self, number: str) -> Said:
        """Look again. As in `identity.Checker`."""
        return await self._asked(number, self._http.build_request("GET", f"/checks/{number}"))

    async def disconnect(self) -> None:
        """Give up the connections."""
        await self._http.aclose()

    async def _asked(self, number: str, request: httpx.Request) -> Said:
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._http.send(request)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            return Unknown(number, "no_answer")
        if answer.status_code == _NOT_FOUND:
            return Missing(number) if request.method == "GET" else Unknown(number, "status_404")
        if not answer.is_success:
            return Unknown(number, f"status_{answer.status_code}")
        return _said(number, answer.content)


_JSON = {"Content-Type": "application/json"}


def _said(number: str, content: bytes) -> Said:
    try:
        answer = msgspec.json.decode(content[:_BYTES], type=_Answer)
    except msgspec.DecodeError:
        return Unknown(number, "unreadable")
    if answer.number != number:
        return Unknown(number, "other_number")
    if answer.state == "looking":
        return Looking(number)
    if answer.state == "refused":
        return Refused(number, (answer.code or "refused")[:60])
    return Unknown(number, "no_class") if answer.identity_class is None else Verified(number, answer.identity_class)
