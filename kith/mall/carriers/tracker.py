"""A parcel tracking service over HTTP: numbers in with our API key, signed callbacks out, and questions in between.

    POST /carrier/trackings  {"carrier", "tracking_no", "callback_url"} -> 200 or 201; 422 {"code"}: no such number
    GET  /carrier/trackings/{number}?carrier=  -> {"carrier", "tracking_no", "events": [{"status", "at", "note"}]}; 404
    POST {callback_url}      the same document, with X-Carrier-Timestamp and X-Carrier-Signature

The signature is the hex HMAC-SHA256, under the callback secret, of the timestamp (seconds since 1970), a dot, and the
body.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, get_args

import httpx
import msgspec
from msgspec import Meta, Struct

from kith.mall.carriers.carrier import (
    MOST_SIGHTINGS,
    CarrierCode,
    Declined,
    Forged,
    Missing,
    Registered,
    Report,
    Sighting,
    Status,
    Unknown,
    Unreadable,
)

TIMESTAMP = "x-carrier-timestamp"
SIGNATURE = "x-carrier-signature"
FRESH_SECONDS = 300
"""A callback signed longer ago than this may be one that somebody recorded."""

_STATUSES = frozenset(get_args(Status))
_ALL = frozenset(get_args(CarrierCode))
_LONGEST_NOTE = 200


class _Event(Struct):
    status: str
    at: Annotated[datetime, Meta(tz=True)]
    note: str = ""


class _Document(Struct):
    carrier: CarrierCode
    tracking_no: Annotated[str, Meta(max_length=40)]
    events: Annotated[list[_Event], Meta(max_length=MOST_SIGHTINGS)]


class _Problem(Struct):
    code: str = "unnamed"


class Tracker:
    """The adapter. `name` stands in the callback URL; `follows` narrows it to some carriers."""

    def __init__(
        self,
        name: str,
        *,
        url: str,
        key: str,
        secret: str,
        callback_url: str,
        follows: frozenset[CarrierCode] = _ALL,
        timeout: float = 10,
    ) -> None:
        self.name = name
        self.follows = follows
        self._secret = secret.encode()
        self._callback_url = callback_url
        self._http = httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=timeout, follow_redirects=False
        )

    async def register(self, carrier: CarrierCode, tracking_no: str) -> Registered | Declined | Unknown:
        wanted = {"carrier": carrier, "tracking_no": tracking_no, "callback_url": self._callback_url}
        answer = await self._send("POST", "/carrier/trackings", json=wanted)
        if isinstance(answer, Unknown):
            return answer
        if answer.status_code in (200, 201):
            return Registered()
        if answer.status_code == 422:
            return _declined(answer.content)
        return Unknown(f"status_{answer.status_code}")

    async def ask(self, carrier: CarrierCode, tracking_no: str) -> Report | Missing | Unknown:
        answer = await self._send("GET", f"/carrier/trackings/{tracking_no}", params={"carrier": carrier})
        if isinstance(answer, Unknown):
            return answer
        if answer.status_code == 404:
            return Missing()
        if answer.status_code != 200:
            return Unknown(f"status_{answer.status_code}")
        try:
            report = self.read(answer.content)
        except Unreadable:
            return Unknown("unreadable")
        return report if (report.carrier, report.tracking_no) == (carrier, tracking_no) else Unknown("other_parcel")

    def verify(self, body: bytes, headers: Mapping[str, str], real_now: datetime) -> None:
        given = {name.lower(): value for name, value in headers.items()}
        stamp = given.get(TIMESTAMP, "")
        if not hmac.compare_digest(self.sign(stamp, body).encode(), given.get(SIGNATURE, "").encode()):
            raise Forged("signature")
        # The signature holds, so the stamp is the gateway's own writing.
        if not stamp.isdecimal() or abs(int(stamp) - real_now.timestamp()) > FRESH_SECONDS:
            raise Forged("stale")

    def sign(self, stamp: str, body: bytes) -> str:
        """The signature of `body` sent at `stamp`."""
        return hmac.new(self._secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()

    def read(self, body: bytes) -> Report:
        try:
            document = msgspec.json.decode(body, type=_Document)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable from error
        return Report(
            document.carrier,
            document.tracking_no,
            # A status we do not know yet tells nothing that we could act on.
            [
                Sighting(msgspec.convert(event.status, Status), event.at.astimezone(UTC), event.note[:_LONGEST_NOTE])
                for event in document.events
                if event.status in _STATUSES
            ],
        )

    async def disconnect(self) -> None:
        await self._http.aclose()

    async def _send(self, method: str, path: str, **rest: Mapping[str, str]) -> httpx.Response | Unknown:
        try:
            return await self._http.request(method, path, **rest)  # pyright: ignore[reportArgumentType] json or params
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)


def _declined(body: bytes) -> Declined | Unknown:
    try:
        return Declined(msgspec.json.decode(body, type=_Problem).code)
    except msgspec.DecodeError:
        return Unknown("unreadable")
