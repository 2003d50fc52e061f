"""Brakes: how often something may be asked for, counted in the memory of the process.

For what is asked too often to be written down each time, and should leave no trace. Each process counts for itself, and
a start begins anew; what must hold across an installation is counted in the database instead.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

_ZERO = datetime(2000, 1, 1, tzinfo=UTC)


class Brake:
    """Counts in windows of `span` that are the same for all: nothing is kept of those that are over."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._window = 0
        self._times: Counter[UUID] = Counter()

    def press(self, limits: Iterable[tuple[UUID, int]], now: datetime) -> int | None:
        """Count one for each of these, who may do it so many times in a window; None where nobody is over it.

        Otherwise nothing is counted, and the answer is after how many seconds the next window begins, at least one.
        """
        window, gone = divmod(now - _ZERO, self._span)
        if window != self._window:
            self._window = window
            self._times.clear()
        limits = tuple(limits)
        if any(self._times[who] >= most for who, most in limits):
            return max(1, -((gone - self._span) // timedelta(seconds=1)))
        self._times.update(who for who, _ in limits)
        return None
