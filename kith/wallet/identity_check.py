"""A check of who somebody is: the intent, under one number for ever, and what became of it."""

from datetime import datetime, timedelta
from typing import Literal, NewType
from uuid import UUID

import msgspec
from msgspec import Struct

from kith import people
from kith.kit import ids
from kith.kit.keyring import KeyCount, KeyRing, Sealed, WrappedRow, Wraps
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.wallet.identity import Identity, IdNumber, Name
from kith.wallet.policy import Policy

CheckId = NewType("CheckId", UUID)
CheckState = Literal["wanted", "unknown", "pending", "verified", "refused"]

TAKEN = "taken"
"""The code of a check that was refused because somebody else here has this identity."""

OTHER = "other_name"
"""The code of a check that was refused because the person was checked before, under another name."""


class IdentityChecksOff(Refusal):
    """Nobody checks identities on this installation. Ask whoever runs it."""


class IdentityCheckDiffers(Refusal):
    """A check with this id exists and is about another name or number."""


class IdentityCheckNotFound(Refusal, status=404):
    """There is no such check, or it is not yours."""


class CheckUnderWay(Refusal):
    """Your last check has not ended yet. Wait for its answer."""


class TooManyChecks(Refusal, status=429):
    """You have tried this often today. Try again tomorrow."""


class NewCheck(Struct, frozen=True):
    """Who I am. The client makes the id, and repeats it when it did not hear the answer."""

    check_id: CheckId
    name: Name
    id_number: IdNumber

    def __repr__(self) -> str:
        return "NewCheck(…)"


class IdentityCheck(Struct, frozen=True):
    """A check as its person sees it. `identity_class` is there when it is `verified`, `code` when it is `refused`:
    `taken`, `other_name`, or the word of the one who checks."""

    check_id: CheckId
    state: Literal["under_way", "verified", "refused"]
    identity_class: int | None
    code: str | None
    wanted_at: datetime
    ended_at: datetime | None


class Check(Struct, frozen=True):
    """The row, without what is sealed."""

    person_id: people.PersonId
    check_id: CheckId
    asked_key: bytes
    identity_key: bytes
    name_key: bytes
    state: CheckState
    code: str | None
    identity_class: int | None
    checks: int
    lease_until: datetime | None
    wanted_at: datetime
    ended_at: datetime | None

    @property
    def number(self) -> str:
        """The name of this check at the one who checks, whichever id its person chose."""
        return ids.derived(self.person_id, f"identity {self.check_id.hex}").hex


class DueCheck(Struct, frozen=True):
    """A check that is to be sent, or asked about."""

    person_id: people.PersonId
    check_id: CheckId


def shown(check: Check) -> IdentityCheck:
    """The check without what is only for us."""
    state = "under_way" if check.state in ("wanted", "unknown", "pending") else check.state
    code = check.code if check.state == "refused" else None
    return IdentityCheck(check.check_id, state, check.identity_class, code, check.wanted_at, check.ended_at)


def bound_to(person_id: UUID) -> bytes:
    """What the key of a check is bound to."""
    return b"identity of " + person_id.bytes


def seal(ring: KeyRing, identity: Identity, person_id: UUID) -> Sealed:
    """What was asked as it is kept."""
    return ring.seal(msgspec.json.encode(identity), bound_to(person_id))


def unseal(ring: KeyRing, sealed: Sealed, person_id: UUID) -> Identity:
    """What was asked again. Raises `Tampered`."""
    return msgspec.json.decode(ring.unseal(sealed, bound_to(person_id)), type=Identity)


def step(policy: Policy, checks: int) -> timedelta:
    """The wait before the next question."""
    return timedelta(seconds=policy.ladder_seconds[min(checks, len(policy.ladder_seconds) - 1)])


insert = Query(
    Check,
    """
    INSERT INTO identity_check (
        person_id, check_id, asked_key, identity_key, name_key, state, checks, due_at, nonce, sealed, ring_key, wrapped,
        wanted_at
    ) VALUES (
        %(person_id)s, %(check_id)s, %(asked_key)s, %(identity_key)s, %(name_key)s, 'wanted', 0, %(now)s, %(nonce)s,
        %(sealed)s, %(ring_key)s, %(wrapped)s, %(now)s
    )
    RETURNING person_id, check_id, asked_key, identity_key, name_key, state, code, identity_class, checks, lease_until,
        wanted_at, ended_at
    """,
)

by_id = Query(
    Check,
    """
    SELECT person_id, check_id, asked_key, identity_key, name_key, state, code, identity_class, checks, lease_until,
        wanted_at, ended_at
    FROM identity_check WHERE person_id = %(person_id)s AND check_id = %(check_id)s
    """,
)

newest = Query(
    Check,
    """
    SELECT person_id, check_id, asked_key, identity_key, name_key, state, code, identity_class, checks, lease_until,
        wanted_at, ended_at
    FROM identity_check WHERE person_id = %(person_id)s AND (wanted_at, check_id) < (%(after_at)s, %(after_id)s)
    ORDER BY wanted_at DESC, check_id DESC LIMIT %(limit)s
    """,
)

count_since = Query(
    int,
    """
    SELECT count(*)::int AS checks FROM identity_check
    WHERE person_id = %(person_id)s AND wanted_at > %(since_at)s
    """,
)

hold = Query(
    int,
    """
    SELECT checks FROM identity_check
    WHERE person_id = %(person_id)s AND check_id = %(check_id)s AND ended_at IS NULL FOR UPDATE
    """,
)

under_way = Query(
    UUID, "SELECT check_id FROM identity_check WHERE person_id = %(person_id)s AND ended_at IS NULL LIMIT 1"
)

asked = Query(
    Sealed,
    """
    SELECT ring_key, wrapped, nonce, sealed FROM identity_check
    WHERE person_id = %(person_id)s AND check_id = %(check_id)s AND sealed IS NOT NULL AND ring_key IS NOT NULL
        AND wrapped IS NOT NULL AND nonce IS NOT NULL
    """,
)

# From here on it may have been asked, whether or not the call is ever made.
lease = Query(
    Check,
    """
    UPDATE identity_check SET state = CASE state WHEN 'wanted' THEN 'unknown' ELSE state END,
        lease_until = %(lease_until)s, due_at = %(now)s
    WHERE person_id = %(person_id)s AND check_id = %(check_id)s AND state = %(state)s
        AND (lease_until IS NULL OR lease_until <= %(now)s)
    RETURNING person_id, check_id, asked_key, identity_key, name_key, state, code, identity_class, checks, lease_until,
        wanted_at, ended_at
    """,
)

postpone = Statement(
    """
    UPDATE identity_check SET state = %(state)s, code = %(code)s, checks = checks + 1, due_at = %(due_at)s,
        lease_until = NULL
    WHERE person_id = %(person_id)s AND check_id = %(check_id)s AND lease_until = %(lease_until)s AND ended_at IS NULL
    """
)

end = Statement(
    """
    UPDATE identity_check SET state = %(state)s, code = %(code)s, identity_class = %(identity_class)s, due_at = NULL,
        lease_until = NULL, ended_at = %(now)s, nonce = NULL, sealed = NULL, ring_key = NULL, wrapped = NULL
    WHERE person_id = %(person_id)s AND check_id = %(check_id)s AND ended_at IS NULL
    """
)

due = Query(
    DueCheck,
    """
    SELECT person_id, check_id FROM identity_check
    WHERE due_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
    ORDER BY due_at LIMIT %(limit)s
    """,
)

stuck = Query(
    DueCheck,
    """
    SELECT person_id, check_id FROM identity_check
    WHERE due_at <= %(before)s ORDER BY due_at LIMIT %(limit)s
    """,
)

# Whoever comes first keeps it; the row says who that is.
claim = Query(
    UUID,
    """
    INSERT INTO identity_owner (identity_key, person_id) VALUES (%(identity_key)s, %(person_id)s)
    ON CONFLICT (identity_key) DO UPDATE SET identity_key = excluded.identity_key
    RETURNING person_id
    """,
)

disown = Statement(
    """
    DELETE FROM identity_owner WHERE person_id = %(person_id)s AND identity_key IN (
        SELECT identity_key FROM identity_check WHERE person_id = %(person_id)s
    )
    """
)

forget = Statement("DELETE FROM identity_check WHERE person_id = %(person_id)s")

wrap_counts = Query(
    KeyCount, "SELECT ring_key, count(*)::int AS rows FROM identity_check WHERE ring_key IS NOT NULL GROUP BY ring_key"
)

older_wraps = Query(
    WrappedRow,
    """
    SELECT check_id AS row_id, person_id AS owner_id, ring_key, wrapped FROM identity_check
    WHERE ring_key <> %(newest)s AND ring_key IS NOT NULL AND check_id > %(after)s
    ORDER BY check_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)

rewrap = Statement(
    """
    UPDATE identity_check SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE person_id = %(owner_id)s AND check_id = %(row_id)s AND wrapped IS NOT NULL
    """
)

WRAPS = Wraps("identity_check", bound_to, wrap_counts, older_wraps, rewrap)
