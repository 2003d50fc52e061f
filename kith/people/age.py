"""Ages, reckoned by the calendar of China. Somebody born on 29 February is a year older on 1 March of a common year."""

from datetime import UTC, date, datetime, time, timedelta, timezone

CALENDAR = timezone(timedelta(hours=8), "Asia/Shanghai")
OLDEST_YEARS = 130


def day_of(now: datetime) -> date:
    """The date on the wall calendar at `now`."""
    return now.astimezone(CALENDAR).date()


def age_on(birthday: date, day: date) -> int:
    """Full years between birth and `day`; negative for a day before birth."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def birthday_number(birthday: date, years: int) -> date:
    """The first day on which somebody is `years` old."""
    year = birthday.year + years
    try:
        return birthday.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def start_of(day: date) -> datetime:
    """The moment at which `day` begins."""
    return datetime.combine(day, time(), CALENDAR).astimezone(UTC)


def born_between(min_age: int | None, max_age: int | None, now: datetime) -> tuple[date, date]:
    """The first and the last birthday of those who are at least and at most so old."""
    day = day_of(now)
    oldest = OLDEST_YEARS + 1 if max_age is None else max_age + 1
    return _years_before(day, oldest) + timedelta(days=1), _years_before(day, min_age or 0)


def _years_before(day: date, years: int) -> date:
    """The last birthday of those who are `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
