"""Identity and chance: the only place that makes ids, tokens and random numbers."""

import hashlib
import os
import secrets
from datetime import datetime
from uuid import UUID

from kith.kit import clock

_NEAR_SINCE = 1_795_399_200_000
"""In milliseconds since 1970. What belongs to an owner that was made before has its id from the whole hash."""

_SPAN_BITS = 20
"""Of the milliseconds: what is made within a quarter of an hour counts as made at one time."""


def new(at: datetime | None = None) -> UUID:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits; new rows land at the end of an index."""
    millis = int((at or clock.now()).timestamp() * 1000)
    rest = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (rest >> 68 & 0xFFF) << 64 | 0b10 << 62 | rest & (1 << 62) - 1
    return UUID(int=value)


def derived(owner: UUID, role: str) -> UUID:
    """The id that always belongs to `owner` in `role`: the same answer wherever and however often it is asked.

    Where the owner's id begins with a time, this one does too, so that what is written together lies together in an
    index; the rest is of a hash.
    """
    hashed = int.from_bytes(hashlib.sha1(owner.bytes + role.encode(), usedforsecurity=False).digest()[:16], "big")
    span = _span(owner)
    if span is None:
        # A UUIDv5 (RFC 9562), as `uuid5` makes it, without its detours.
        return UUID(int=hashed & ~(0xF << 76 | 0b11 << 62) | 0x5 << 76 | 0b10 << 62)
    # A UUIDv8: 16 bits of time, which come round after two years. More would leave fewer to tell ids apart.
    return UUID(int=hashed & (1 << 112) - 1 & ~(0xF << 76 | 0b11 << 62) | span << 112 | 0x8 << 76 | 0b10 << 62)


def _span(owner: UUID) -> int | None:
    """When the owner was made, roughly; None where its id does not say so."""
    value = owner.int
    match value >> 76 & 0xF:
        case 0x7 if (millis := value >> 80) >= _NEAR_SINCE:
            return millis >> _SPAN_BITS & 0xFFFF
        case 0x8:
            return value >> 112
        case _:
            return None


def token() -> str:
    """An unguessable secret of 256 bits, URL-safe."""
    return secrets.token_urlsafe(32)


def digits(count: int) -> str:
    """A random decimal code of `count` digits."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def digest(secret: str) -> bytes:
    """SHA-256, for tokens at rest: they are random, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).digest()


def noise(count: int) -> bytes:
    """`count` random bytes, for keys and nonces."""
    return os.urandom(count)


def chance() -> secrets.SystemRandom:
    """The operating system's random source, to hand to a decider as `rng`."""
    return secrets.SystemRandom()
