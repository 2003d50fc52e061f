"""Caps: how often one person is shown one placement."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith.ads.policy import Policy

_DAY = timedelta(days=1)


def may_show(shown: Sequence[datetime], policy: Policy, now: datetime) -> bool:
    """Whether it may be shown once more; `shown` is when it was, the oldest first."""
    if not shown:
        return True
    if shown[-1] + policy.apart > now:
        return False
    return len(shown) < policy.a_day or shown[-policy.a_day] + _DAY <= now


def remembered(shown: Sequence[datetime], policy: Policy, now: datetime) -> list[datetime]:
    """What is to be kept once it is shown again: as much as decides about the next."""
    return [*shown, now][-policy.a_day :]
