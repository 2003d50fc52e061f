"""Passkeys: the second way to sign in. Here is the public half of each; the private one never leaves its device."""

from datetime import date, datetime
from typing import NewType
from uuid import UUID

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.people.age import day_of
from kith.people.policy import Policy

PasskeyId = NewType("PasskeyId", UUID)


class PasskeyKnown(Refusal, status=409):
    """This passkey has been added before. You can sign in with it."""


class TooManyPasskeys(Refusal, status=409):
    """You have as many passkeys as one person can have. Remove one that you no longer use."""


class PasskeyNotFound(Refusal, status=404):
    """You have no such passkey."""


class PasskeyUnknown(Refusal, status=403):
    """This passkey was removed here. Sign in with your phone number; you can delete the passkey on your device."""


class TooManySignIns(Refusal, status=429):
    """You signed in very often in the last hour. Wait a little."""


class Kept(Struct):
    """The row of a passkey."""

    passkey_id: PasskeyId
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]
    name: str
    created_at: datetime
    used_at: datetime | None


class Owner(Struct):
    """Whose passkey a credential is."""

    person_id: UUID
    passkey_id: PasskeyId


class Passkey(Struct):
    """A passkey, as its person sees it."""

    passkey_id: PasskeyId
    name: str
    created_at: datetime
    used_on: date | None
    """The last day on which it opened a session; null before the first time."""


def passkey_of(row: Kept) -> Passkey:
    """A row of the list of passkeys."""
    return Passkey(row.passkey_id, row.name, row.created_at, day_of(row.used_at) if row.used_at else None)


def may_add(kept: list[Kept], policy: Policy) -> None:
    """Raises `TooManyPasskeys`."""
    if len(kept) >= policy.passkeys_most:
        raise TooManyPasskeys(most=policy.passkeys_most)


owner = Query(Owner, "SELECT person_id, passkey_id FROM passkey_owner WHERE credential_id = %(credential_id)s")
claim = Statement(
    """
    INSERT INTO passkey_owner (credential_id, person_id, passkey_id)
    VALUES (%(credential_id)s, %(person_id)s, %(passkey_id)s)
    ON CONFLICT DO NOTHING
    """
)
disown = Statement("DELETE FROM passkey_owner WHERE credential_id = ANY(%(credential_ids)s::bytea[])")
add = Statement(
    """
    INSERT INTO passkey
        (person_id, passkey_id, credential_id, public_key, sign_count, transports, name, created_at, used_at)
    VALUES
        (%(person_id)s, %(passkey_id)s, %(credential_id)s, %(public_key)s, %(sign_count)s, %(transports)s::text[],
        %(name)s, %(now)s, NULL)
    """
)
of_person = Query(
    Kept,
    """
    SELECT passkey_id, credential_id, public_key, sign_count, transports, name, created_at, used_at FROM passkey
    WHERE person_id = %(person_id)s ORDER BY created_at DESC, passkey_id DESC
    """,
)
by_id = Query(
    Kept,
    """
    SELECT passkey_id, credential_id, public_key, sign_count, transports, name, created_at, used_at FROM passkey
    WHERE person_id = %(person_id)s AND passkey_id = %(passkey_id)s
    """,
)
use = Statement(
    """
    UPDATE passkey SET sign_count = %(sign_count)s, used_at = %(now)s
    WHERE person_id = %(person_id)s AND passkey_id = %(passkey_id)s
    """
)
remove = Query(
    bytes,
    "DELETE FROM passkey WHERE person_id = %(person_id)s AND passkey_id = %(passkey_id)s RETURNING credential_id",
)
