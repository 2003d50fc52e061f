"""Arrays in PostgreSQL's binary form, packed in one go.

The driver's own lists cost a call an element, which a batch of a hundred transfers notices. Placeholders are written
`%(name)b`. Layout: `array_send` and the elements' `send` functions in PostgreSQL's source.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from struct import Struct, pack
from uuid import UUID

import psycopg
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

_HEADER = Struct("!iiIii")
_EMPTY = Struct("!iiI")
_BIGINT = Struct("!iq")
_LENGTH = Struct("!i")
_NULL = b"\xff\xff\xff\xff"
_UUID_LENGTH = 16 << 128
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class UuidArray(bytes):
    """A `uuid[]`."""


class BigintArray(bytes):
    """A `bigint[]`."""


class TextArray(bytes):
    """A `text[]`."""


class MomentArray(bytes):
    """A `timestamptz[]`."""


def uuids(values: Sequence[UUID | None]) -> UuidArray:
    """Ids, or NULL."""
    # Length and number become bytes in one call: `UUID.bytes` would be another.
    return UuidArray(
        _array(2950, [_NULL if one is None else (_UUID_LENGTH + one.int).to_bytes(20, "big") for one in values])
    )


def bigints(values: Sequence[int]) -> BigintArray:
    """Numbers of 64 bits."""
    lengths_and_values = [8] * (2 * len(values))
    lengths_and_values[1::2] = values
    return BigintArray(_header(20, len(values), nulls=False) + pack("!" + "iq" * len(values), *lengths_and_values))


def unpacked(packed: BigintArray) -> list[int]:
    """The numbers that were packed."""
    return [value for _, value in _BIGINT.iter_unpack(packed[_HEADER.size :])]


def texts(values: Sequence[str]) -> TextArray:
    """Texts in UTF-8."""
    packed = {one: _text(one.encode()) for one in set(values)}
    return TextArray(_array(25, [packed[one] for one in values]))


def moments(values: Sequence[datetime | None]) -> MomentArray:
    """Moments with a zone, or NULL, to the microsecond."""
    return MomentArray(_array(1184, [_NULL if one is None else _BIGINT.pack(8, _micros(one)) for one in values]))


def _text(encoded: bytes) -> bytes:
    return _LENGTH.pack(len(encoded)) + encoded


def _micros(moment: datetime) -> int:
    span = moment - _EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def _array(element: int, packed: list[bytes]) -> bytes:
    return _header(element, len(packed), nulls=_NULL in packed) + b"".join(packed)


def _header(element: int, count: int, *, nulls: bool) -> bytes:
    return _HEADER.pack(1, nulls, element, count, 1) if count else _EMPTY.pack(0, 0, element)


class _Packed(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> Buffer:
        return bytes(obj)


def _register(kinds: Iterable[tuple[type[bytes], int]]) -> None:
    for kind, oid in kinds:
        psycopg.adapters.register_dumper(kind, type(f"_{kind.__name__}Dumper", (_Packed,), {"oid": oid}))


_register(((UuidArray, 2951), (BigintArray, 1016), (TextArray, 1009), (MomentArray, 1185)))
