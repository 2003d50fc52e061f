"""Ages by the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.people.age import age_on, birthday_number, day_of, start_of

birthdays = st.dates(date(1900, 1, 1), date(2026, 12, 31))
years = st.integers(0, 130)


@pytest.mark.parametrize(
    ("birthday", "day", "age"),
    [
        (date(2008, 3, 1), date(2026, 2, 28), 17),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 12, 31), date(2026, 12, 31), 18),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
        (date(2026, 3, 2), date(2026, 3, 1), -1),
    ],
)
def test_age(birthday: date, day: date, age: int) -> None:
    assert age_on(birthday, day) == age


@given(birthdays, years)
def test_one_is_so_old_from_that_birthday_and_not_a_day_before(birthday: date, number: int) -> None:
    day = birthday_number(birthday, number)
    assert age_on(birthday, day) == number
    assert age_on(birthday, day - timedelta(days=1)) == number - 1


@given(birthdays, st.integers(0, 50_000))
def test_a_day_makes_nobody_younger_nor_two_years_older(birthday: date, days: int) -> None:
    day = birthday + timedelta(days=days)
    grown = age_on(birthday, day + timedelta(days=1)) - age_on(birthday, day)
    assert grown in (0, 1)


@given(birthdays)
def test_a_day_begins_on_itself(day: date) -> None:
    begins = start_of(day)
    assert day_of(begins) == day
    assert day_of(begins - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_the_calendar_is_that_of_china() -> None:
    assert day_of(datetime(2026, 2, 28, 15, 59, tzinfo=UTC)) == date(2026, 2, 28)
    assert day_of(datetime(2026, 2, 28, 16, 0, tzinfo=UTC)) == date(2026, 3, 1)
