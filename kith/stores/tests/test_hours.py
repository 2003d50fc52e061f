"""Opening hours, against counting minute by minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.stores.hours import AHEAD, BEIJING, Exceptional, Hours, HoursOverlap, Opening, Span, check, opening

MONDAY = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""The first minute of a Monday in Beijing."""
NINE_TO_SIX = [Span(540, 1080)]
SHOP = Hours([NINE_TO_SIX] * 5 + [[], []])
BAR = Hours([[]] * 4 + [[Span(1200, 1560)], [Span(0, 1440)], []])
ALWAYS = Hours([[Span(0, 1440)]] * 7)


def at(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


DAY = 1440


@pytest.mark.parametrize(
    ("hours", "minutes", "expected"),
    [
        (SHOP, 0, Opening(False, at(540))),
        (SHOP, 539, Opening(False, at(540))),
        (SHOP, 540, Opening(True, at(1080))),
        (SHOP, 1080, Opening(False, at(DAY + 540))),
        (SHOP, 4 * DAY + 1080, Opening(False, at(7 * DAY + 540))),
        (BAR, 5 * DAY + 60, Opening(True, at(6 * DAY))),
        (BAR, 4 * DAY + 1300, Opening(True, at(6 * DAY))),
        (ALWAYS, 77, Opening(True, None)),
        (Hours([[]] * 7), 0, Opening(False, None)),
    ],
)
def test_an_hour(hours: Hours, minutes: int, expected: Opening) -> None:
    assert opening(hours, at(minutes)) == expected


def test_a_holiday_comes_before_the_weekday() -> None:
    closed = Hours(SHOP.week, [Exceptional(date(2026, 11, 23), [])])
    assert opening(closed, at(600)) == Opening(False, at(DAY + 540))


spans = st.lists(st.tuples(st.integers(0, 95), st.integers(1, 96)), max_size=2).map(
    lambda pairs: [Span(15 * opens, 15 * (opens + long)) for opens, long in pairs]
)


def valid(hours: Hours) -> bool:
    try:
        check(hours)
    except HoursOverlap:
        return False
    return True


every = st.builds(
    Hours,
    st.lists(spans, min_size=7, max_size=7),
    st.lists(st.builds(Exceptional, st.dates(date(2026, 11, 22), date(2026, 12, 8)), spans), max_size=2),
).filter(valid)


def open_at(hours: Hours, moment: datetime) -> bool:
    """Counted from the day itself and the day before."""
    here = moment.astimezone(BEIJING)
    for back in (0, 1):
        day = here.date() - timedelta(days=back)
        minute = here.hour * 60 + here.minute + back * DAY
        otherwise = next((one.spans for one in hours.days if one.day == day), hours.week[day.weekday()])
        if any(span.opens <= minute < span.closes for span in otherwise):
            return True
    return False


@given(every, st.integers(0, 7 * 96))
def test_it_is_as_counted(hours: Hours, quarter: int) -> None:
    now = at(15 * quarter)
    found = opening(hours, now)
    assert found.open == open_at(hours, now)
    until = found.changes_at or at(15 * quarter) + timedelta(days=AHEAD - 1)
    moment = now
    while moment < until:
        assert open_at(hours, moment) == found.open
        moment += timedelta(minutes=15)
    if found.changes_at is not None:
        assert open_at(hours, found.changes_at) != found.open


@pytest.mark.parametrize(
    "day",
    [
        [Span(600, 600)],
        [Span(600, 540)],
        [Span(600, 2041)],
        [Span(600, 700), Span(690, 800)],
        [Span(800, 900), Span(600, 700)],
    ],
)
def test_hours_that_cannot_be(day: list[Span]) -> None:
    with pytest.raises(HoursOverlap):
        check(Hours([day, *[[]] * 6]))
