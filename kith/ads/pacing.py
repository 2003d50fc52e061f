"""Pacing: how much of a placement may have been delivered by when.

The plan follows how many people are usually active around the shop, hour by hour of the day, in the hours that the shop
chose. A placement that is ahead of its plan waits; one that is behind may catch up.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from kith import people

HOURS = 24
ALL_DAY = (1 << HOURS) - 1
EVEN = (1,) * HOURS
"""Where nothing is known, each hour is like the others."""

_HOUR, _DAY = 3_600, 86_400
_AHEAD = -people.start_of(date(1970, 1, 2)).timestamp() % _DAY


def runs_at(hours: int, now: datetime) -> bool:
    """Whether the hour of now, in China, is among those chosen: bit n stands for the hour that begins at n."""
    return bool(hours >> int(_local(now) % _DAY) // _HOUR & 1)


def share(hours: int, curve: Sequence[int], starts_at: datetime, ends_at: datetime, now: datetime) -> float:
    """Which part of the whole is planned to be delivered by now: 0 at the start, 1 at the end."""
    if now <= starts_at:
        return 0.0
    if now >= ends_at:
        return 1.0
    sums = _sums(hours, tuple(curve))
    start = _local(starts_at)
    midnight = start - start % _DAY
    begun = _up_to(sums, start - midnight)
    whole = _up_to(sums, _local(ends_at) - midnight) - begun
    return (_up_to(sums, _local(now) - midnight) - begun) / whole if whole else 1.0


def allowed(goal: int, part: float) -> int:
    """How much may have been delivered when this part is planned."""
    return min(goal, int(goal * part) + 1)


@lru_cache(maxsize=4096)
def _sums(hours: int, curve: tuple[int, ...]) -> tuple[int, ...]:
    # Nobody may have been seen in an hour that the shop pays for: it still counts a little.
    weights = [max(1, one) if hours >> hour & 1 else 0 for hour, one in enumerate(curve)]
    sums = [0]
    for one in weights:
        sums.append(sums[-1] + one)
    return tuple(sums)


def _up_to(sums: Sequence[int], seconds: float) -> float:
    """What the plan sums up to in so many seconds since a midnight."""
    days, gone = divmod(seconds, _DAY)
    hour, part = divmod(gone, _HOUR)
    begun = sums[int(hour)]
    return days * sums[-1] + begun + (sums[int(hour) + 1] - begun) * part / _HOUR


def _local(at: datetime) -> float:
    """Seconds on the clock of China, which knows no summer time."""
    return at.timestamp() + _AHEAD
