"""Secrets at rest: each sealed under a data key of its own, and the data keys wrapped by a ring of named keys.

Everything is bound to its owner: sealed bytes and a wrapped key open for nobody else. Without its wrapped key what was
sealed is gone. A ring that is kept in a file is read again when the file changes, so that every process soon has a new
key.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from kith.kit import ids
from kith.kit.settings import BadSetting
from kith.kit.sql import Query, Statement

KEY_BYTES = 32
NONCE_BYTES = 12


class Tampered(Exception):
    """Sealed bytes that no key of ours made for this owner."""


class Wrapped(Struct, frozen=True):
    """A data key as it is kept: `ring_key` names the key of the ring that opens it."""

    ring_key: str
    wrapped: bytes


class Sealed(Struct, frozen=True):
    """Something secret as it is kept, with its key."""

    ring_key: str
    wrapped: bytes
    nonce: bytes
    sealed: bytes


class WrappedRow(Struct, frozen=True):
    """A row's wrapped key, and what tells whose it is."""

    row_id: UUID
    owner_id: UUID
    ring_key: str
    wrapped: bytes


class KeyCount(Struct, frozen=True):
    """How many rows a key of the ring wraps."""

    ring_key: str
    rows: int


class Wraps(Struct, frozen=True):
    """A table with wrapped keys, so that they can be wrapped anew."""

    table: str
    bound_to: Callable[[UUID], bytes]
    """What the key of a row is bound to, by its `owner_id`."""
    count: Query[KeyCount]
    older: Query[WrappedRow]
    """Locked rows whose key is not wrapped by `newest`, after `row_id`, at most `limit`."""
    rewrap: Statement
    """Of `row_id`: `ring_key`, `wrapped`."""


class KeyRing:
    """Named keys, the newest first: it wraps with the newest and opens with any."""

    def __init__(self, keys: dict[str, bytes], path: Path | None = None) -> None:
        self._keys = keys
        self._path = path
        self._seen = _stamp(path)

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._keys)})"

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """From `name:64 hex digits`, comma separated, newest first. Raises `BadSetting`; it quotes no key."""
        return cls(_parsed(text))

    @classmethod
    def kept(cls, path: Path) -> "KeyRing":
        """The same text in a file, which may change while the ring is in use. Raises `BadSetting`."""
        return cls(_parsed(path.read_text()), path)

    @property
    def names(self) -> Sequence[str]:
        """The names of its keys, the newest first."""
        return tuple(self._fresh())

    @property
    def newest(self) -> str:
        """The name of the key that wraps."""
        return next(iter(self._fresh()))

    def wrap(self, data_key: bytes, owner: bytes, nonce: bytes) -> Wrapped:
        """The data key, to be kept beside what it sealed; it opens for `owner` only."""
        keys = self._fresh()
        newest = next(iter(keys))
        return Wrapped(newest, nonce + locked(keys[newest], nonce, data_key, owner + newest.encode()))

    def unwrap(self, kept: Wrapped, owner: bytes) -> bytes:
        """The data key. Raises `Tampered`, also where the ring no longer has the key."""
        keys = self._fresh()
        if kept.ring_key not in keys:
            raise Tampered
        nonce, secret = kept.wrapped[:NONCE_BYTES], kept.wrapped[NONCE_BYTES:]
        return opened(keys[kept.ring_key], nonce, secret, owner + kept.ring_key.encode())

    def seal(self, plain: bytes, owner: bytes) -> Sealed:
        """Something secret under a fresh key of its own; it opens for `owner` only."""
        data_key, nonce = ids.noise(KEY_BYTES), ids.noise(NONCE_BYTES)
        kept = self.wrap(data_key, owner, ids.noise(NONCE_BYTES))
        return Sealed(kept.ring_key, kept.wrapped, nonce, locked(data_key, nonce, plain, owner))

    def unseal(self, kept: Sealed, owner: bytes) -> bytes:
        """What was sealed. Raises `Tampered`."""
        data_key = self.unwrap(Wrapped(kept.ring_key, kept.wrapped), owner)
        return opened(data_key, kept.nonce, kept.sealed, owner)

    def _fresh(self) -> dict[str, bytes]:
        """The keys as the file has them now."""
        if self._path is not None and (stamp := _stamp(self._path)) != self._seen:
            self._keys = _parsed(self._path.read_text())
            self._seen = stamp
        return self._keys


def locked(key: bytes, nonce: bytes, plain: bytes, aad: bytes) -> bytes:
    """Sealed bytes, bound to `aad`."""
    return AESGCM(key).encrypt(nonce, plain, aad)


def opened(key: bytes, nonce: bytes, secret: bytes, aad: bytes) -> bytes:
    """What was sealed. Raises `Tampered`."""
    try:
        return AESGCM(key).decrypt(nonce, secret, aad)
    except (InvalidTag, ValueError) as error:
        raise Tampered from error


def _stamp(path: Path | None) -> Any:
    if path is None:
        return None
    status = path.stat()
    return status.st_mtime_ns, status.st_ino


def _parsed(text: str) -> dict[str, bytes]:
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
    return keys
