"""An event: something of a person's changed. Its statements, and what can be known of a number that a client names."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit.page import BadCursor
from kith.kit.sql import Query, Statement

Kind = Literal[
    "gift_given",
    "gift_received",
    "gift_reminder",
    "charge",
    "shop_order",
    "follow",
    "ask",
    "paid_gift",
    "group",
    "envelope_sent",
    "wallet",
    "shop_pass",
    "task",
]
"""What `ref` is: a gift I gave, a gift for me, one that still waits for my answer, a payment asked of me, a shop I work
for, a person who follows me, what I am asked to pay for somebody's gift, a gift that I helped to pay, a group in which
something is or was to be decided about me or by me, an envelope I sent, my wallet (then it is I), my application for a
shop, a task for which a friend whom I invited has stayed. A refund of what was paid by wallet is told as a `charge`."""

PREFIX = "events"
"""Of the topics under which the hub is told of new events."""


class Event(Struct, frozen=True):
    """Something of mine changed: look at it again."""

    kind: Kind
    ref: UUID
    happened_at: datetime


class NumberedEvent(Event, frozen=True):
    """An event with its number: each person's are counted from 1, without a gap."""

    event_id: int


class Told(Struct, frozen=True):
    """An event that a deed wants to be written."""

    person_id: people.PersonId
    kind: Kind
    ref: UUID
    happened_at: datetime


class Standing(Struct, frozen=True):
    """How many events a person has had, and the first of them that is still kept."""

    last_id: int
    first_id: int | None


class Reached(Struct, frozen=True):
    """How many events a person has had."""

    person_id: people.PersonId
    last_id: int


class Start(Struct):
    """Where a stream stands: the number of my last event."""

    last_id: int


class Ready(Start):
    """What a stream says first, with the time of the installation, from which a client counts down."""

    now: datetime


NOTHING = Standing(0, None)


def topic(person_id: people.PersonId) -> str:
    """Under which the hub is told of a person's new events."""
    return f"{PREFIX}:{person_id}"


def once(told: Sequence[Told]) -> list[Told]:
    """What one deed tells, each thing once to each person, at its last time; in the order in which locks are taken."""
    last = {(each.person_id, each.kind, each.ref): each for each in told}
    return sorted(last.values(), key=lambda each: each.person_id)


def places(told: Sequence[Told]) -> list[int]:
    """For each event how many come after it for the same person; `told` is in order of persons."""
    persons = [each.person_id for each in told]
    return [persons[place + 1 :].count(person) for place, person in enumerate(persons)]


def can_resume(after: int, standing: Standing) -> bool:
    """Whether all that came after this number is still there, and the number is one of ours."""
    if after == standing.last_id:
        return True
    return after < standing.last_id and standing.first_id is not None and standing.first_id <= after + 1


def beginning(after: int | None, standing: Standing) -> int:
    """The number that a stream goes on from: the one asked for, if that can be resumed, or the last."""
    return standing.last_id if after is None or not can_resume(after, standing) else after


def number_of(after: str | None, standing: Standing) -> int:
    """The number that a list goes on from; without one it begins with the oldest that is kept. Raises `BadCursor`."""
    if after is None:
        return standing.last_id if standing.first_id is None else standing.first_id - 1
    if not (after.isascii() and after.isdigit() and len(after) < 19 and can_resume(int(after), standing)):
        raise BadCursor
    return int(after)


def forgotten_before(keep_days: int, now: datetime) -> datetime:
    """Events older than this are forgotten."""
    return now - timedelta(days=keep_days)


# Persons are counted in order. Whoever has this person's row writes; the others wait for the commit. What somebody told
# who wants to be pushed waits for that, too.
write = Statement(
    """
    WITH counted AS (
        INSERT INTO event_counter AS counter (person_id, last_id)
        SELECT person_id, count(*) FROM unnest(%(person_ids)s::uuid[]) AS told (person_id)
        GROUP BY person_id ORDER BY person_id
        ON CONFLICT (person_id) DO UPDATE SET last_id = counter.last_id + excluded.last_id
        RETURNING person_id, last_id, pushed
    ), told AS (
        SELECT said.person_id, counted.last_id - said.later AS event_id, said.kind, said.ref, said.happened_at,
            counted.pushed
        FROM unnest(
            %(person_ids)s::uuid[], %(later)s::int[], %(kinds)s::text[], %(refs)s::uuid[],
            %(happened_ats)s::timestamptz[]
        ) AS said (person_id, later, kind, ref, happened_at)
        JOIN counted ON counted.person_id = said.person_id
    ), pushed AS (
        INSERT INTO event_push AS due (person_id, kind, ref, happened_at)
        SELECT person_id, kind, ref, happened_at FROM told WHERE pushed
        ON CONFLICT (person_id, kind, ref) DO UPDATE SET happened_at = greatest(due.happened_at, excluded.happened_at)
    )
    INSERT INTO event (person_id, event_id, kind, ref, happened_at)
    SELECT person_id, event_id, kind, ref, happened_at FROM told
    """
)
after = Query(
    NumberedEvent,
    """
    SELECT kind, ref, happened_at, event_id FROM event
    WHERE person_id = %(person_id)s AND event_id > %(after)s ORDER BY event_id LIMIT %(limit)s
    """,
)
standing = Query(
    Standing,
    """
    SELECT last_id, (SELECT min(event_id) FROM event WHERE event.person_id = event_counter.person_id) AS first_id
    FROM event_counter WHERE person_id = %(person_id)s
    """,
)
reached = Query(Reached, "SELECT person_id, last_id FROM event_counter WHERE person_id = ANY(%(person_ids)s::uuid[])")
forget = Statement("DELETE FROM event WHERE happened_at < %(before)s")
forget_all = Statement("DELETE FROM event WHERE person_id = %(person_id)s")
forget_count = Statement("DELETE FROM event_counter WHERE person_id = %(person_id)s")
want_push = Statement(
    """
    INSERT INTO event_counter AS counter (person_id, last_id, pushed) VALUES (%(person_id)s, 0, %(wanted)s)
    ON CONFLICT (person_id) DO UPDATE SET pushed = excluded.pushed WHERE counter.pushed <> excluded.pushed
    """
)
take_due = Query(
    Told,
    """
    WITH due AS (
        SELECT person_id, kind, ref FROM event_push
        WHERE happened_at <= %(before)s ORDER BY happened_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    DELETE FROM event_push USING due
    WHERE event_push.person_id = due.person_id AND event_push.kind = due.kind AND event_push.ref = due.ref
    RETURNING event_push.person_id, event_push.kind, event_push.ref, event_push.happened_at
    """,
)
forget_due = Statement("DELETE FROM event_push WHERE person_id = %(person_id)s")
