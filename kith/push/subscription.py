"""A subscription: where a browser can be pushed, for as long as it is signed in."""

import base64
import binascii
import hashlib
import ipaddress
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Meta, Struct

from kith import media, people
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.push.choice import Choices

USED = timedelta(hours=1)
"""How exact it is when a subscription was last used."""

_POINT_BYTES = 65
_AUTH_BYTES = 16

Base64 = Annotated[str, Meta(max_length=200, pattern="^[A-Za-z0-9_-]+=*$")]


class BadEndpoint(Refusal):
    """This browser's push service has no https address on the internet, so it cannot be reached."""


class BadPushKeys(Refusal):
    """These are not the keys of a push subscription. Switch notifications off in the browser and on again."""


class TooManySubscriptions(Refusal):
    """You get notifications on as many devices as one can. Switch one of them off first."""


class SubscriptionNotFound(Refusal, status=404):
    """That device gets no notifications."""


class PushKeys(Struct, frozen=True):
    """The browser's own keys, as its `PushSubscription` tells them."""

    p256dh: Base64
    auth: Base64


class NewSubscription(Struct, frozen=True):
    """Where this browser can be pushed, and its time zone, if nobody has chosen another."""

    endpoint: Annotated[str, Meta(max_length=2000)]
    keys: PushKeys
    zone: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9_+\-/]+$")] | None = None


class Target(Struct, frozen=True):
    """What is sealed of a subscription."""

    endpoint: str
    p256dh: bytes
    auth: bytes

    def __repr__(self) -> str:
        return "Target()"


class Row(Struct, frozen=True):
    """Where a person is pushed, without how."""

    device_id: people.DeviceId
    made_at: datetime
    used_at: datetime | None


class Subscription(Struct, frozen=True):
    """A device of mine that gets notifications."""

    device_id: people.DeviceId
    made_at: datetime
    used_on: date | None
    """The last day on which something was pushed to it."""
    this: bool
    """It is the one that is asking."""


class Push(Struct, frozen=True):
    """How I am pushed. `key` is what a browser subscribes with: the application server key."""

    key: str
    subscriptions: list[Subscription]
    choices: Choices


class Pushed(Struct, frozen=True):
    """A device on which somebody is pushed."""

    person_id: people.PersonId
    device_id: people.DeviceId


def target_of(new: NewSubscription) -> Target:
    """What the browser told, decoded. Raises `BadEndpoint`, `BadPushKeys`."""
    try:
        url = httpx.URL(new.endpoint)
        host = url.host
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise BadEndpoint from error
    if url.scheme != "https" or "." not in host or url.userinfo or not _public(host):
        raise BadEndpoint
    try:
        p256dh, auth = _decoded(new.keys.p256dh), _decoded(new.keys.auth)
        if len(p256dh) != _POINT_BYTES or len(auth) != _AUTH_BYTES:
            raise BadPushKeys
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)
    except (binascii.Error, ValueError) as error:
        raise BadPushKeys from error
    return Target(new.endpoint, p256dh, auth)


def endpoint_key(endpoint: str) -> bytes:
    """By what a browser is known."""
    return hashlib.sha256(endpoint.encode()).digest()


def lock_key(key: bytes) -> int:
    """The number under which an endpoint is held; 64 bits with sign."""
    return int.from_bytes(key[:8], "big", signed=True)


def written(target: Target) -> str:
    """A target as text, to be sealed."""
    return msgspec.json.encode(target).decode()


def read(text: str) -> Target:
    """The target of an opened text."""
    return msgspec.json.decode(text, type=Target)


def owner(person_id: people.PersonId, device_id: UUID) -> bytes:
    """What a sealed target is bound to."""
    return b"push" + person_id.bytes + device_id.bytes


def shown(row: Row, me: people.Me) -> Subscription:
    """A row of the list of devices."""
    return Subscription(
        row.device_id, row.made_at, row.used_at.date() if row.used_at else None, row.device_id == me.device_id
    )


def _public(host: str) -> bool:
    try:
        return media.is_public(ipaddress.ip_address(host))
    except ValueError:
        # A name: it is looked up, and what it leads to is judged, whenever it is used.
        return True


def _decoded(text: str) -> bytes:
    plain = text.rstrip("=")
    return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


hold = Query(bool, "SELECT pg_advisory_xact_lock(%(key)s::bigint) IS NOT NULL AS held")
mine = Query(
    Row,
    """
    SELECT device_id, made_at, used_at FROM push_subscription
    WHERE person_id = %(person_id)s ORDER BY made_at, device_id
    """,
)
of = Query(Pushed, "SELECT person_id, device_id FROM push_subscription WHERE person_id = ANY(%(person_ids)s::uuid[])")
# The same browser may have been pushed for somebody else, or in a session that has ended without a word.
release = Statement(
    """
    DELETE FROM push_subscription
    WHERE endpoint_key = %(endpoint_key)s AND (person_id, device_id) <> (%(person_id)s, %(device_id)s)
    """
)
put = Statement(
    """
    INSERT INTO push_subscription (person_id, device_id, endpoint_key, sealed, made_at, used_at)
    VALUES (%(person_id)s, %(device_id)s, %(endpoint_key)s, %(sealed)s, %(now)s, NULL)
    ON CONFLICT (person_id, device_id) DO UPDATE SET endpoint_key = excluded.endpoint_key, sealed = excluded.sealed
    """
)
remove = Statement("DELETE FROM push_subscription WHERE person_id = %(person_id)s AND device_id = %(device_id)s")
# Unless it has subscribed again since.
lose = Statement(
    """
    DELETE FROM push_subscription
    WHERE person_id = %(person_id)s AND device_id = %(device_id)s AND endpoint_key = %(endpoint_key)s
    """
)
use = Statement(
    """
    UPDATE push_subscription SET used_at = %(now)s
    WHERE person_id = %(person_id)s AND device_id = %(device_id)s AND (used_at IS NULL OR used_at < %(before)s)
    """
)
forget = Statement("DELETE FROM push_subscription WHERE person_id = %(person_id)s")
