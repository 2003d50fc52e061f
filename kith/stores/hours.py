"""Opening hours: of each weekday, and of single days that are otherwise; all in Beijing's time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal

BEIJING = ZoneInfo("Asia/Shanghai")
AHEAD = 15
"""How many days ahead somebody is told when the shop opens."""

_DAY = 24 * 60


class HoursOverlap(Refusal):
    """Hours of one day follow each other, each beginning before it ends and lasting a day at most."""


class Span(Struct, frozen=True):
    """From when to when, in minutes since the day began; `closes` may be after midnight, up to a day after `opens`."""

    opens: Annotated[int, Meta(ge=0, lt=_DAY)]
    closes: Annotated[int, Meta(gt=0, le=2 * _DAY)]


Spans = Annotated[list[Span], Meta(max_length=4)]


class Exceptional(Struct, frozen=True):
    """A day on which the shop opens otherwise than on its weekday; with no spans it stays closed."""

    day: date
    spans: Spans


class Hours(Struct, frozen=True):
    """When a shop is open: `week` from Monday on, and days that are otherwise."""

    week: Annotated[list[Spans], Meta(min_length=7, max_length=7)]
    days: Annotated[list[Exceptional], Meta(max_length=60)] = []


class Opening(Struct, frozen=True):
    """Whether it is open, and when that changes; None where it does not in the next two weeks."""

    open: bool
    changes_at: datetime | None


def check(hours: Hours) -> None:
    """Raises `HoursOverlap`."""
    days = [one.day for one in hours.days]
    every = [*hours.week, *(one.spans for one in hours.days)]
    if len(set(days)) < len(days) or not all(_ordered(spans) for spans in every):
        raise HoursOverlap


def opening(hours: Hours, now: datetime) -> Opening:
    """How it is at `now`, whichever day an open span began on."""
    last: datetime | None = None
    today = now.astimezone(BEIJING).date()
    is_open = False
    for begins, ends in _spans(hours, today):
        if last is not None and begins > last:
            # What follows without a pause is one span; here is a pause.
            return Opening(True, last)
        if last is not None:
            last = max(last, ends)
        elif ends > now:
            if begins > now:
                return Opening(False, begins)
            is_open, last = True, ends
    horizon = _at(today + timedelta(days=AHEAD), 0)
    return Opening(is_open, last if last is not None and last < horizon else None)


def _ordered(spans: Sequence[Span]) -> bool:
    apart = all(before.closes <= after.opens for before, after in pairwise(spans))
    return apart and all(span.opens < span.closes <= span.opens + _DAY for span in spans)


def _spans(hours: Hours, today: date) -> list[tuple[datetime, datetime]]:
    """From yesterday, whose last span may still go on, as far as is told, in order."""
    otherwise = {one.day: one.spans for one in hours.days}
    found: list[tuple[datetime, datetime]] = []
    for ahead in range(-1, AHEAD + 1):
        day = today + timedelta(days=ahead)
        spans = otherwise.get(day, hours.week[day.weekday()])
        found += [(_at(day, span.opens), _at(day, span.closes)) for span in spans]
    return sorted(found)


def _at(day: date, minutes: int) -> datetime:
    return (datetime.combine(day, time(), BEIJING) + timedelta(minutes=minutes)).astimezone(UTC)
