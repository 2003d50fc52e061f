"""Who an applicant is: legal name and number, sealed under the key ring."""

from uuid import UUID

import msgspec
from msgspec import Struct

from kith.kit.keyring import KeyCount, KeyRing, Sealed, WrappedRow, Wraps
from kith.kit.sql import Query, Statement


class Identity(Struct, frozen=True):
    """What is sealed of an applicant. It has no text form, so that no log can hold one."""

    legal_name: str | None = None
    id_number: str | None = None

    def __repr__(self) -> str:
        return "Identity(…)"


class Kept(Struct, frozen=True):
    """What is sealed, as it is kept."""

    ring_key: str
    wrapped: bytes
    nonce: bytes
    sealed: bytes


def bound_to(person_id: UUID) -> bytes:
    """What the key of an application is bound to."""
    return b"application of " + person_id.bytes


def seal(ring: KeyRing, identity: Identity, person_id: UUID) -> Sealed:
    """The identity as it is kept."""
    return ring.seal(msgspec.json.encode(identity), bound_to(person_id))


def unseal(ring: KeyRing, kept: Kept | None, person_id: UUID) -> Identity:
    """The identity again. Raises `Tampered`."""
    if kept is None:
        return Identity()
    sealed = Sealed(kept.ring_key, kept.wrapped, kept.nonce, kept.sealed)
    return msgspec.json.decode(ring.unseal(sealed, bound_to(person_id)), type=Identity)


kept = Query(
    Kept,
    """
    SELECT ring_key, wrapped, nonce, sealed FROM application
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s AND sealed IS NOT NULL
    """,
)

put_identity = Statement("""
    UPDATE application SET ring_key = %(ring_key)s, wrapped = %(wrapped)s, nonce = %(nonce)s, sealed = %(sealed)s
    WHERE person_id = %(person_id)s AND application_id = %(application_id)s
""")

wrap_counts = Query(
    KeyCount,
    "SELECT ring_key, count(*)::int AS rows FROM application WHERE ring_key IS NOT NULL GROUP BY ring_key",
)

older_wraps = Query(
    WrappedRow,
    """
    SELECT application_id AS row_id, person_id AS owner_id, ring_key, wrapped FROM application
    WHERE ring_key IS NOT NULL AND ring_key <> %(newest)s AND application_id > %(after)s
    ORDER BY application_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    """,
)

rewrap = Statement("""
    UPDATE application SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE application_id = %(row_id)s AND person_id = %(owner_id)s
""")

WRAPS = Wraps("application", bound_to, wrap_counts, older_wraps, rewrap)
