"""The vault: addresses sealed under a key of their own, those keys wrapped by a key ring, and who read them.

Everything is bound to its gift: a sealed address or a wrapped key opens for no other gift. Destroying the wrapped key
destroys the address, together with every copy of the sealed bytes. The ring also wraps the keys of the addresses that
people keep (`saved_address`).
"""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from kith.gifts.address import Address
from kith.gifts.gift import GiftId
from kith.kit.keyring import KeyCount, KeyRing, Wrapped, WrappedRow, Wraps, locked, opened
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class AddressGone(Refusal, status=404):
    """There is no address to read: the gift has ended, or it was received long enough ago."""


class Vaulted(Struct, frozen=True):
    """All that the vault keeps of one address."""

    nonce: bytes
    sealed: bytes
    ring_key: str
    wrapped: bytes | None


def seal(address: Address, data_key: bytes, gift_id: GiftId, nonce: bytes) -> bytes:
    """The address as it is kept."""
    return locked(data_key, nonce, msgspec.json.encode(address), gift_id.bytes)


def unseal(vaulted: Vaulted, ring: KeyRing, gift_id: GiftId) -> Address:
    """The address again. Raises `AddressGone` when its key was destroyed, `Tampered` when anything was changed."""
    if vaulted.wrapped is None:
        raise AddressGone
    data_key = ring.unwrap(Wrapped(vaulted.ring_key, vaulted.wrapped), gift_id.bytes)
    return msgspec.json.decode(opened(data_key, vaulted.nonce, vaulted.sealed, gift_id.bytes), type=Address)


put_key = Statement(
    """INSERT INTO address_key (gift_id, ring_key, wrapped, made_at)
    VALUES (%(gift_id)s, %(ring_key)s, %(wrapped)s, %(now)s)
    ON CONFLICT (gift_id) DO UPDATE
    SET ring_key = excluded.ring_key, wrapped = excluded.wrapped, made_at = excluded.made_at
    WHERE address_key.wrapped IS NOT NULL"""
)
put_address = Statement(
    """INSERT INTO address (gift_id, nonce, sealed, entered_at)
    VALUES (%(gift_id)s, %(nonce)s, %(sealed)s, %(now)s)
    ON CONFLICT (gift_id) DO UPDATE
    SET nonce = excluded.nonce, sealed = excluded.sealed, entered_at = excluded.entered_at"""
)
of = Query(
    Vaulted,
    """SELECT nonce, sealed, ring_key, wrapped FROM address JOIN address_key USING (gift_id)
    WHERE gift_id = %(gift_id)s""",
)
note_read = Statement(
    """INSERT INTO address_read (gift_id, read_id, reader_id, at)
    VALUES (%(gift_id)s, %(read_id)s, %(reader_id)s, %(now)s)"""
)
destroy_key = Statement(
    """UPDATE address_key SET wrapped = NULL, destroyed_at = %(now)s
    WHERE gift_id = %(gift_id)s AND wrapped IS NOT NULL"""
)
erase = Statement("DELETE FROM address WHERE gift_id = %(gift_id)s")
alive = Query(UUID, "SELECT gift_id FROM address_key WHERE gift_id = ANY(%(gift_ids)s) AND wrapped IS NOT NULL LIMIT 1")


class Read(Struct, frozen=True):
    """One line of the reading list of an address."""

    reader_id: UUID
    at: datetime


reads = Query(Read, "SELECT reader_id, at FROM address_read WHERE gift_id = %(gift_id)s ORDER BY at, read_id")

wrap_counts = Query(
    KeyCount,
    "SELECT ring_key, count(*)::int AS rows FROM address_key WHERE wrapped IS NOT NULL GROUP BY ring_key",
)
older_wraps = Query(
    WrappedRow,
    """SELECT gift_id AS row_id, gift_id AS owner_id, ring_key, wrapped FROM address_key
    WHERE ring_key <> %(newest)s AND wrapped IS NOT NULL AND gift_id > %(after)s
    ORDER BY gift_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED""",
)
rewrap = Statement(
    """UPDATE address_key SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE gift_id = %(row_id)s AND gift_id = %(owner_id)s AND wrapped IS NOT NULL"""
)


def bound_to(gift_id: UUID) -> bytes:
    """What the key of a gift's address is bound to."""
    return gift_id.bytes


WRAPS = Wraps("address_key", bound_to, wrap_counts, older_wraps, rewrap)
