"""The log of operators: who did what about what, and who looked at what of somebody's. It only grows.

Each entry holds the SHA-256 of itself and of the entry before, so that one who changes, takes out or puts in an entry
has to change all that follow; whoever has written down an entry's hash elsewhere then sees it.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec
from litestar.params import QueryParameter
from msgspec import Struct

from kith.kit.sql import Query, Statement
from kith.ops.operator import Operator, OperatorId

Facts = Mapping[str, str | int | bool | None]
"""What there is to know of a deed; never a secret, an address or a telephone number."""

By = Operator | str
"""Who did it: an operator, or a name at the command line."""

About = Annotated[
    str | None, QueryParameter(max_length=120, description="only what is about this, as `person/…` or `break/…`")
]

START = bytes(32)
"""What the first entry follows."""


class Done(NamedTuple):
    """A deed that is about to be written down."""

    operator_id: OperatorId | None
    by: str
    deed: str
    about: str
    facts: str
    at: datetime


class Entry(Struct):
    """The row of an entry."""

    entry: int
    at: datetime
    operator_id: OperatorId | None
    by: str
    deed: str
    about: str
    facts: str
    previous: bytes
    hash: bytes


class LogEntry(Struct):
    """An entry of the operators' log. `hash` is of all of it and of the entry before, in hexadecimal."""

    entry: int
    at: datetime
    operator_id: OperatorId | None
    """Null for what was done at the command line."""
    by: str
    deed: str
    about: str
    facts: dict[str, Any]
    hash: str


class Head(Struct):
    """The newest entry."""

    entry: int
    hash: bytes


def done(by: By, deed: str, about: str, facts: Facts, now: datetime) -> Done:
    """What is to be written down."""
    said = msgspec.json.encode(facts, order="deterministic").decode()
    if isinstance(by, Operator):
        return Done(by.operator_id, by.name, deed, about, said, now)
    return Done(None, by, deed, about, said, now)


def following(head: Head | None, deeds: list[Done]) -> list[Entry]:
    """The entries of these deeds, in their order, after the newest one."""
    number, previous = (head.entry, head.hash) if head else (0, START)
    entries: list[Entry] = []
    for number, one in enumerate(deeds, number + 1):  # noqa: B020 it goes on from where the log stands
        entry = Entry(number, one.at, one.operator_id, one.by, one.deed, one.about, one.facts, previous, b"")
        entry.hash = previous = hashed(entry)
        entries.append(entry)
    return entries


def hashed(entry: Entry) -> bytes:
    """SHA-256 of the hash before and of the JSON of this entry: number, moment in UTC to the microsecond, operator,
    name, deed, what it is about, facts.
    """
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    operator_id = str(entry.operator_id) if entry.operator_id else None
    said = [entry.entry, at, operator_id, entry.by, entry.deed, entry.about, entry.facts]
    return hashlib.sha256(entry.previous + msgspec.json.encode(said)).digest()


def broken(entries: list[Entry], after: Head) -> Entry | None:
    """The first entry that does not follow the one before it."""
    for entry in entries:
        if (entry.entry, entry.previous, entry.hash) != (after.entry + 1, after.hash, hashed(entry)):
            return entry
        after = Head(entry.entry, entry.hash)
    return None


def view(row: Entry) -> LogEntry:
    """A row of the log as it is shown."""
    facts = msgspec.json.decode(row.facts, type=dict[str, Any])
    return LogEntry(row.entry, row.at, row.operator_id, row.by, row.deed, row.about, facts, row.hash.hex())


def columns(entries: list[Entry]) -> dict[str, list[Any]]:
    """As `write` takes them."""
    names = Entry.__struct_fields__
    return {name: [getattr(entry, name) for entry in entries] for name in names}


# Whoever writes waits here for whoever writes: each entry follows the newest one that is committed.
take_turn = Query(bool, "SELECT pg_advisory_xact_lock(7162004391) IS NOT NULL")
head = Query(Head, "SELECT entry, hash FROM operator_log ORDER BY entry DESC LIMIT 1")
write = Statement(
    """
    INSERT INTO operator_log (entry, at, operator_id, by, deed, about, facts, previous, hash)
    SELECT entry, at, operator_id, by, deed, about, facts, previous, hash
    FROM unnest(%(entry)s::bigint[], %(at)s::timestamptz[], %(operator_id)s::uuid[], %(by)s::text[],
        %(deed)s::text[], %(about)s::text[], %(facts)s::text[], %(previous)s::bytea[], %(hash)s::bytea[])
        AS row (entry, at, operator_id, by, deed, about, facts, previous, hash)
    """
)
newest = Query(
    Entry,
    """
    SELECT entry, at, operator_id, by, deed, about, facts, previous, hash FROM operator_log
    WHERE entry < %(before)s AND (about = %(about)s OR %(about)s::text IS NULL)
        AND (deed = %(deed)s OR %(deed)s::text IS NULL) AND (by = %(by)s OR %(by)s::text IS NULL)
    ORDER BY entry DESC LIMIT %(limit)s
    """,
)
from_entry = Query(
    Entry,
    """
    SELECT entry, at, operator_id, by, deed, about, facts, previous, hash FROM operator_log
    WHERE entry > %(after)s ORDER BY entry LIMIT %(limit)s
    """,
)
