"""Checking in: the days on which somebody was here and said so, and how many of them follow each other."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from msgspec import Struct

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

_DAY = timedelta(days=1)


class NoCheckIns(Refusal):
    """There is nothing to check in for at the moment."""


class CheckIn(Struct, frozen=True):
    """A day in Beijing on which a person checked in."""

    day: date
    checked_at: datetime


class Streak(Struct, frozen=True):
    """How somebody's checking in stands on a day.

    `best` is the longest run of days without a gap; `now` the run that still goes on: it ends today, or yesterday as
    long as there is time today.
    """

    best: int
    now: int
    today: bool


def streak(days: Collection[date], since: date, today: date) -> Streak:
    """The runs among the days from `since` to `today`. A day that was missed begins anew."""
    counted = {day for day in days if since <= day <= today}
    best = max((_back_from(day, counted) for day in counted), default=0)
    now = _back_from(today if today in counted else today - _DAY, counted)
    return Streak(best, now, today in counted)


def _back_from(day: date, days: Collection[date]) -> int:
    length = 0
    while day - length * _DAY in days:
        length += 1
    return length


def began(starts_at: datetime) -> date:
    """The first day that counts for a programme: that on which it began."""
    return people.day_of(starts_at)


check = Statement(
    """
    INSERT INTO check_in (person_id, day, checked_at) VALUES (%(person_id)s, %(day)s, %(now)s) ON CONFLICT DO NOTHING
    """
)
since = Query(
    date,
    """
    SELECT day FROM check_in WHERE person_id = %(person_id)s AND day >= %(since)s ORDER BY day DESC LIMIT 400
    """,
)
mine = Query(
    CheckIn,
    """
    SELECT day, checked_at FROM check_in WHERE person_id = %(person_id)s AND day < %(before)s
    ORDER BY day DESC LIMIT %(limit)s
    """,
)
forget = Statement("DELETE FROM check_in WHERE person_id = %(person_id)s")
