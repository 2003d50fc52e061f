"""The vault: addresses sealed under a key of their own, those keys wrapped by a key ring, and who read them.

Everything is bound to its gift: a sealed address or a wrapped key opens for no other gift. Destroying the wrapped key
destroys the address, together with every copy of the sealed bytes. The ring also wraps the keys of the addresses that
people keep (`saved_address`).
"""

from datetime import datetime
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from kith.gifts.address import Address
from kith.gifts.gift import GiftId
from kith.kit.refusal import Refusal
from kith.kit.settings import BadSetting
from kith.kit.sql import Query, Statement

KEY_BYTES = 32
NONCE_BYTES = 12


class AddressGone(Refusal, status=404):
    """There is no address to read: the gift has ended, or it was received long enough ago."""


class Tampered(Exception):
    """Sealed bytes that no key of ours made for this gift, or for this person."""


class Wrapped(Struct, frozen=True):
    """A data key as it is kept: `ring_key` names the key of the ring that opens it."""

    ring_key: str
    wrapped: bytes


class Vaulted(Struct, frozen=True):
    """All that the vault keeps of one address."""

    nonce: bytes
    sealed: bytes
    ring_key: str
    wrapped: bytes | None


class KeyRing:
    """Named keys, the newest first: it wraps with the newest and opens with any."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = keys
        self._newest = next(iter(keys))

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._keys)})"

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """From `name:64 hex digits`, comma separated, newest first. Raises `BadSetting`; it quotes no key."""
        keys: dict[str, bytes] = {}
        for entry in text.split(","):
            name, _, digits = entry.strip().partition(":")
            try:
                key = bytes.fromhex(digits)
            except ValueError:
                key = b""
            if not name or len(key) != KEY_BYTES or name in keys:
                raise BadSetting(
                    "KITH_VAULT_KEYS",
                    f"key {len(keys) + 1} is not a new name and {2 * KEY_BYTES} hex digits",
                    "KITH_VAULT_KEYS=k1:$(openssl rand -hex 32)",
                )
            keys[name] = key
        return cls(keys)

    def wrap(self, data_key: bytes, owner: bytes, nonce: bytes) -> Wrapped:
        """The data key, to be kept beside what it sealed; it opens for `owner` only."""
        aad = owner + self._newest.encode()
        return Wrapped(self._newest, nonce + locked(self._keys[self._newest], nonce, data_key, aad))

    def unwrap(self, kept: Wrapped, owner: bytes) -> bytes:
        """The data key. Raises `Tampered`, also where the ring no longer has the key."""
        if kept.ring_key not in self._keys:
            raise Tampered
        nonce, secret = kept.wrapped[:NONCE_BYTES], kept.wrapped[NONCE_BYTES:]
        return opened(self._keys[kept.ring_key], nonce, secret, owner + kept.ring_key.encode())


def seal(address: Address, data_key: bytes, gift_id: GiftId, nonce: bytes) -> bytes:
    """The address as it is kept."""
    return locked(data_key, nonce, msgspec.json.encode(address), gift_id.bytes)


def unseal(vaulted: Vaulted, ring: KeyRing, gift_id: GiftId) -> Address:
    """The address again. Raises `AddressGone` when its key was destroyed, `Tampered` when anything was changed."""
    if vaulted.wrapped is None:
        raise AddressGone
    data_key = ring.unwrap(Wrapped(vaulted.ring_key, vaulted.wrapped), gift_id.bytes)
    return msgspec.json.decode(opened(data_key, vaulted.nonce, vaulted.sealed, gift_id.bytes), type=Address)


def locked(key: bytes, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
    """Sealed bytes, bound to `aad`."""
    return AESGCM(key).encrypt(nonce, plain, aad)


def opened(key: bytes, nonce: bytes, secret: bytes, aad: bytes) -> bytes:
    """What was sealed. Raises `Tampered`."""
    try:
        return AESGCM(key).decrypt(nonce, secret, aad)
    except (InvalidTag, ValueError) as error:
        raise Tampered from error


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
