"""How much somebody has written lately, and who lets only friends write."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit import arrays
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class TooManyMessages(Refusal, status=429):
    """You write very fast. Wait a moment and go on."""


class TooManyGreetings(Refusal, status=429):
    """You have written to as many new people as one can in a day."""


class Writing(Struct, frozen=True):
    """What somebody wrote in the minute and the day that run."""

    person_id: people.PersonId
    minute_at: datetime
    messages: int
    day_at: datetime
    greetings: int


class ChatDoor(Struct, frozen=True):
    """Who may write to me: everybody, strangers into my greetings, or friends only."""

    friends_only: bool


def counted(before: Writing | None, person_id: people.PersonId, *, greeting: bool, now: datetime) -> Writing:
    """One message more. A window that is over begins anew."""
    if before is None:
        return Writing(person_id, now, 1, now, int(greeting))
    same_minute, same_day = now < before.minute_at + MINUTE, now < before.day_at + DAY
    return Writing(
        person_id,
        before.minute_at if same_minute else now,
        before.messages + 1 if same_minute else 1,
        before.day_at if same_day else now,
        (before.greetings if same_day else 0) + int(greeting),
    )


def seconds_left(begun_at: datetime, span: timedelta, now: datetime) -> int:
    """Whole seconds until a window is over, at least one."""
    return max(1, -(-(begun_at + span - now) // timedelta(seconds=1)))


def columns(written: Mapping[people.PersonId, Writing]) -> dict[str, object]:
    """The parameters of `write`, in the order in which rows are locked."""
    order = [written[one] for one in sorted(written)]
    return {
        "person_ids": arrays.uuids([one.person_id for one in order]),
        "minute_ats": arrays.moments([one.minute_at for one in order]),
        "messages": arrays.bigints([one.messages for one in order]),
        "day_ats": arrays.moments([one.day_at for one in order]),
        "greetings": arrays.bigints([one.greetings for one in order]),
    }


some = Query(
    Writing,
    """
    SELECT person_id, minute_at, messages, day_at, greetings FROM writing
    WHERE person_id = ANY(%(person_ids)b::uuid[])
    """,
)
write = Statement(
    """
    INSERT INTO writing (person_id, minute_at, messages, day_at, greetings)
    SELECT person_id, minute_at, messages, day_at, greetings
    FROM unnest(
        %(person_ids)b::uuid[], %(minute_ats)b::timestamptz[], %(messages)b::bigint[], %(day_ats)b::timestamptz[],
        %(greetings)b::bigint[]
    ) AS counted (person_id, minute_at, messages, day_at, greetings)
    ON CONFLICT (person_id) DO UPDATE
    SET minute_at = excluded.minute_at, messages = excluded.messages, day_at = excluded.day_at,
        greetings = excluded.greetings
    """
)
forget_old = Statement("DELETE FROM writing WHERE day_at < %(before)s")
forget = Statement("DELETE FROM writing WHERE person_id = %(person_id)s")

friends_only = Query(UUID, "SELECT person_id FROM chat_door WHERE person_id = ANY(%(person_ids)b::uuid[])")
shut = Statement(
    """
    INSERT INTO chat_door (person_id, changed_at) VALUES (%(person_id)s, %(now)s) ON CONFLICT (person_id) DO NOTHING
    """
)
open_up = Statement("DELETE FROM chat_door WHERE person_id = %(person_id)s")
