"""Addresses that a person keeps for gifts to come. Nobody else ever reads them; accepting a gift copies one.

They are sealed under one key a person, wrapped by the key ring like the key of a gift's address, and each is bound to
the person and to its own id: moved to another row it does not open. While there are any, one of them is the default.
"""

from typing import NewType
from uuid import UUID

import msgspec
from msgspec import Struct

from kith import people
from kith.gifts import address as addresses
from kith.gifts.address import Address, Label
from kith.kit.keyring import KeyCount, KeyRing, Wrapped, WrappedRow, Wraps, locked, opened
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

AddressId = NewType("AddressId", UUID)


class TooManyAddresses(Refusal):
    """You keep as many addresses as one can. Delete one first."""


class AddressForm(Struct, frozen=True):
    """An address to keep. The first one is the default, and another when it is kept as such."""

    address: Address
    is_default: bool = False


class SavedAddress(Struct, frozen=True):
    """An address that one keeps: as it is sent when a gift is accepted, and as it is read."""

    address_id: AddressId
    is_default: bool
    address: Address
    label: Label


class SealedAddress(Struct, frozen=True):
    """The row of it, with the key."""

    address_id: AddressId
    is_default: bool
    nonce: bytes
    sealed: bytes
    ring_key: str
    wrapped: bytes


def owner(person_id: people.PersonId) -> bytes:
    """What the key of a person is bound to: something else than the key of a gift is."""
    return b"saved addresses of " + person_id.bytes


def seal(address: Address, data_key: bytes, person_id: people.PersonId, address_id: AddressId, nonce: bytes) -> bytes:
    """The address as it is kept."""
    return locked(data_key, nonce, msgspec.json.encode(address), _bound(person_id, address_id))


def unseal(row: SealedAddress, ring: KeyRing, person_id: people.PersonId) -> SavedAddress:
    """The address again. Raises `Tampered` when anything was changed."""
    data_key = ring.unwrap(Wrapped(row.ring_key, row.wrapped), owner(person_id))
    plain = opened(data_key, row.nonce, row.sealed, _bound(person_id, row.address_id))
    address = msgspec.json.decode(plain, type=Address)
    return SavedAddress(row.address_id, row.is_default, address, addresses.label(address))


def _bound(person_id: people.PersonId, address_id: AddressId) -> bytes:
    return person_id.bytes + address_id.bytes


make_key = Statement(
    """INSERT INTO saved_address_key (person_id, ring_key, wrapped, made_at)
    VALUES (%(person_id)s, %(ring_key)s, %(wrapped)s, %(now)s)
    ON CONFLICT (person_id) DO NOTHING"""
)
# Whoever changes somebody's addresses holds this row, so that they can be counted and one default be chosen.
lock_key = Query(Wrapped, "SELECT ring_key, wrapped FROM saved_address_key WHERE person_id = %(person_id)s FOR UPDATE")
wrap_anew = Statement(
    "UPDATE saved_address_key SET ring_key = %(ring_key)s, wrapped = %(wrapped)s WHERE person_id = %(person_id)s"
)
destroy_key = Statement("DELETE FROM saved_address_key WHERE person_id = %(person_id)s")

of = Query(
    SealedAddress,
    """SELECT address_id, is_default, nonce, sealed, ring_key, wrapped
    FROM saved_address JOIN saved_address_key USING (person_id) WHERE person_id = %(person_id)s
    ORDER BY is_default DESC, saved_at DESC, address_id""",
)
no_default = Statement("UPDATE saved_address SET is_default = false WHERE person_id = %(person_id)s AND is_default")
default = Statement(
    "UPDATE saved_address SET is_default = true WHERE person_id = %(person_id)s AND address_id = %(address_id)s"
)
put = Statement(
    """INSERT INTO saved_address (person_id, address_id, is_default, nonce, sealed, saved_at)
    VALUES (%(person_id)s, %(address_id)s, %(is_default)s, %(nonce)s, %(sealed)s, %(now)s)
    ON CONFLICT (person_id, address_id) DO UPDATE
    SET is_default = excluded.is_default, nonce = excluded.nonce, sealed = excluded.sealed"""
)
erase_all = Statement("DELETE FROM saved_address WHERE person_id = %(person_id)s")
erase = Statement("DELETE FROM saved_address WHERE person_id = %(person_id)s AND address_id = %(address_id)s")

wrap_counts = Query(KeyCount, "SELECT ring_key, count(*)::int AS rows FROM saved_address_key GROUP BY ring_key")
older_wraps = Query(
    WrappedRow,
    """SELECT person_id AS row_id, person_id AS owner_id, ring_key, wrapped FROM saved_address_key
    WHERE ring_key <> %(newest)s AND person_id > %(after)s
    ORDER BY person_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED""",
)
rewrap = Statement(
    """UPDATE saved_address_key SET ring_key = %(ring_key)s, wrapped = %(wrapped)s
    WHERE person_id = %(row_id)s AND person_id = %(owner_id)s"""
)


def bound_to(person_id: UUID) -> bytes:
    """`owner`, by any id."""
    return owner(people.PersonId(person_id))


WRAPS = Wraps("saved_address_key", bound_to, wrap_counts, older_wraps, rewrap)
