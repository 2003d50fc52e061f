"""Quiet hours by the clock on the wall, wherever that hangs and whenever it is moved."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.push.choice import Quiet
from kith.push.quiet import quiet_until

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut")
SHANGHAI = "Asia/Shanghai"
BERLIN = "Europe/Berlin"

clocks = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at[0]:02}:{at[1]:02}")
seconds = st.integers(0, 3 * 365 * 86_400)
moments = seconds.map(lambda since: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=since))


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "now", "until"),
    [
        ("23:00", "08:00", SHANGHAI, "2026-03-01T14:59Z", None),
        ("23:00", "08:00", SHANGHAI, "2026-03-01T15:00Z", "2026-03-02T00:00Z"),
        ("23:00", "08:00", SHANGHAI, "2026-03-01T23:59Z", "2026-03-02T00:00Z"),
        ("23:00", "08:00", SHANGHAI, "2026-03-02T00:00Z", None),
        ("12:00", "14:00", SHANGHAI, "2026-03-01T05:30Z", "2026-03-01T06:00Z"),
        ("12:00", "12:00", SHANGHAI, "2026-03-01T04:00Z", None),
        # On 29 March 2026 the clock in Berlin goes from 02:00 to 03:00, on 25 October from 03:00 back to 02:00.
        ("22:00", "07:00", BERLIN, "2026-03-28T22:00Z", "2026-03-29T05:00Z"),
        ("22:00", "02:30", BERLIN, "2026-03-28T22:00Z", "2026-03-29T01:00Z"),
        ("22:00", "07:00", BERLIN, "2026-10-24T22:00Z", "2026-10-25T06:00Z"),
        ("22:00", "02:30", BERLIN, "2026-10-24T22:00Z", "2026-10-25T00:30Z"),
        ("22:00", "02:30", BERLIN, "2026-10-25T01:10Z", "2026-10-25T01:30Z"),
    ],
)
def test_when_they_end(begins: str, ends: str, zone: str, now: str, until: str | None) -> None:
    found = quiet_until(Quiet(True, begins, ends, zone), datetime.fromisoformat(now))
    assert found == (datetime.fromisoformat(until) if until else None)


@given(clocks, clocks, st.sampled_from(ZONES), moments)
def test_it_is_quiet_up_to_the_end_and_no_longer(begins: str, ends: str, zone: str, now: datetime) -> None:
    quiet = Quiet(True, begins, ends, zone)
    local = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    inside = begins <= local < ends if begins <= ends else local >= begins or local < ends
    until = quiet_until(quiet, now)
    assert (until is not None) == inside
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert quiet_until(quiet, until) is None or begins == f"{until.astimezone(ZoneInfo(zone)):%H:%M}"
        assert quiet_until(quiet, until - timedelta(minutes=1)) is not None


@given(clocks, clocks, moments)
def test_switched_off_nothing_is_quiet(begins: str, ends: str, now: datetime) -> None:
    assert quiet_until(Quiet(False, begins, ends, SHANGHAI), now) is None
