"""Sessions: an opaque token in the hands of one device. Only its SHA-256 is kept.

A session lasts `session_days` at most and ends when it is unused for `idle_days`. The web carries the token in a cookie
that scripts cannot read, everybody else as a bearer token.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, NewType
from urllib.parse import urlsplit
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.people.age import day_of
from kith.people.person import PersonId
from kith.people.policy import Policy

DeviceId = NewType("DeviceId", UUID)
DeviceName = Annotated[str, Meta(max_length=60, description="how the device is called in the list of devices")]

COOKIE = "kith_session"
DEVICE_COOKIE = "kith_device"
"""In which a browser keeps what it is recognised by, whoever signs in on it."""
DEVICE_DAYS = 400
"""Browsers keep a cookie no longer."""
NEWCOMERS = "newcomers"
"""In a route's `opt`: it also serves people who have not finished their profile."""

_SAFE = ("GET", "HEAD", "OPTIONS")


class SignInFirst(Refusal, status=401):
    """Sign in first."""


class ProfileIncomplete(Refusal, status=403):
    """Finish your profile first: nickname, birthday and gender."""


class CrossSite(Refusal, status=403):
    """Another website asked for this in your name, so it was not done."""


class DeviceNotFound(Refusal, status=404):
    """You are not signed in on such a device."""


class Me(Struct, frozen=True):
    """Who is asking: what a route of signed-in people gets as `me`."""

    person_id: PersonId
    device_id: DeviceId


class SignedIn(Struct):
    """The answer to the right code or passkey. The token is shown only here."""

    token: str
    person_id: PersonId
    profile_complete: bool


class Session(Struct):
    """What a token stands for."""

    person_id: PersonId
    device_id: DeviceId
    complete: bool
    created_at: datetime
    seen_at: datetime


class DeviceRow(Struct):
    """Where a person is signed in."""

    device_id: DeviceId
    name: str
    created_at: datetime
    seen_at: datetime


class Device(Struct):
    """Where a person is signed in, as the person sees it."""

    device_id: DeviceId
    name: str
    created_at: datetime
    seen_on: date
    """The last day on which it was used."""
    this: bool
    """It is the one that is asking."""


class Pair(Struct, frozen=True):
    """Two people who are signed in on one device."""

    one_id: UUID
    other_id: UUID


def sessions_topic(person_id: PersonId) -> str:
    """Under which the hub is told that a session of this person has ended."""
    return f"sessions:{person_id}"


def device_of(row: DeviceRow, me: Me) -> Device:
    """A row of the list of devices."""
    return Device(row.device_id, row.name, row.created_at, day_of(row.seen_at), row.device_id == me.device_id)


def oldest(policy: Policy, now: datetime) -> tuple[datetime, datetime]:
    """A session created or last used before these two moments has ended."""
    return now - timedelta(days=policy.session_days), now - timedelta(days=policy.idle_days)


def admitted(session: Session | None, newcomers: bool, policy: Policy, now: datetime) -> Session:
    """The session, if it lives. Raises `SignInFirst`, then `ProfileIncomplete` where newcomers are not served."""
    created, used = oldest(policy, now)
    if session is None or session.created_at <= created or session.seen_at <= used:
        raise SignInFirst
    if not session.complete and not newcomers:
        raise ProfileIncomplete
    return session


def is_stale(session: Session, policy: Policy, now: datetime) -> bool:
    """True when `seen_at` is old enough to be written again."""
    return session.seen_at + timedelta(seconds=policy.seen_seconds) <= now


def mark_of(cookies: Mapping[str, str]) -> UUID | None:
    """What a browser is recognised by, if it has signed in before."""
    try:
        return UUID(cookies.get(DEVICE_COOKIE, ""))
    except ValueError:
        return None


def device_marked(mark: UUID) -> DeviceId:
    """The device that has this mark: the id is shown in lists, and does not lead back to the mark."""
    return DeviceId(ids.derived(mark, "device"))


def bearer(headers: Mapping[str, str]) -> str | None:
    """The token of an `Authorization: Bearer …` header."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def refuse_cross_site(method: str, headers: Mapping[str, str], public_url: str | None) -> None:
    """Let a browser change something only from our own pages. Raises `CrossSite`.

    Browsers say where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`; a client that says neither is
    no browser, and nobody can make it send a cookie that it does not mean to send.
    """
    if method in _SAFE:
        return
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        own = site in ("same-origin", "none")
    elif origin is not None:
        own = urlsplit(origin).netloc in (headers.get("host"), urlsplit(public_url or "").netloc or None)
    else:
        own = True
    if not own:
        raise CrossSite


by_token = Query(
    Session,
    "SELECT person_id, device_id, complete, created_at, seen_at FROM session WHERE token_hash = %(token_hash)s",
)
start = Statement(
    """
    INSERT INTO session (token_hash, person_id, device_id, complete, created_at, seen_at)
    VALUES (%(token_hash)s, %(person_id)s, %(device_id)s, %(complete)s, %(now)s, %(now)s)
    """
)
add_device = Statement(
    """
    INSERT INTO device (person_id, device_id, name, token_hash, created_at, seen_at)
    VALUES (%(person_id)s, %(device_id)s, %(name)s, %(token_hash)s, %(now)s, %(now)s)
    """
)
see = Statement("UPDATE session SET seen_at = %(now)s WHERE token_hash = %(token_hash)s AND seen_at < %(now)s")
see_device = Statement(
    """
    UPDATE device SET seen_at = %(now)s
    WHERE person_id = %(person_id)s AND device_id = %(device_id)s AND seen_at < %(now)s
    """
)
complete = Statement("UPDATE session SET complete = true WHERE token_hash = ANY(%(token_hashes)s::bytea[])")
tokens_of = Query(bytes, "SELECT token_hash FROM device WHERE person_id = %(person_id)s")
devices = Query(
    DeviceRow,
    """
    SELECT device_id, name, created_at, seen_at FROM device
    WHERE person_id = %(person_id)s AND created_at > %(created)s AND seen_at > %(used)s
        AND (seen_at, device_id) < (%(after_at)s, %(after_id)s)
    ORDER BY seen_at DESC, device_id DESC LIMIT %(limit)s
    """,
)
alive = Query(
    bool,
    """
    SELECT EXISTS (
        SELECT FROM device WHERE person_id = %(person_id)s AND device_id = %(device_id)s
            AND created_at > %(created)s AND seen_at > %(used)s
    )
    """,
)
remove_device = Query(
    bytes,
    "DELETE FROM device WHERE person_id = %(person_id)s AND device_id = %(device_id)s RETURNING token_hash",
)
remove_devices = Query(bytes, "DELETE FROM device WHERE person_id = %(person_id)s RETURNING token_hash")
end = Statement("DELETE FROM session WHERE token_hash = ANY(%(token_hashes)s::bytea[])")
on_one_device = Query(
    Pair,
    """
    SELECT DISTINCT one.person_id AS one_id, other.person_id AS other_id
    FROM device AS one JOIN device AS other ON other.device_id = one.device_id AND other.person_id > one.person_id
    WHERE one.person_id = ANY(%(person_ids)s::uuid[]) AND other.person_id = ANY(%(person_ids)s::uuid[])
    """,
)
forget_sessions = Statement("DELETE FROM session WHERE created_at <= %(created)s OR seen_at <= %(used)s")
forget_devices = Statement("DELETE FROM device WHERE created_at <= %(created)s OR seen_at <= %(used)s")
