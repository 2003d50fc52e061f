"""The only source of time: real time plus the offset in the file that `KITH_CLOCK` names, if it names one.

Every process of an installation, the simulator included, reads the same file, so that a test or a demo can move all of
them three days on at once. Heartbeats and the freshness of signatures use `real_now`.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_cached: dict[str, tuple[int, float]] = {}


def now() -> datetime:
    """The current time of this installation, UTC."""
    return datetime.now(UTC) + offset()


def real_now() -> datetime:
    """The time of the machine, UTC: for heartbeats, leases of processes and the freshness of signatures."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds from an arbitrary start, for measuring how long something took."""
    return time.perf_counter()


def offset() -> timedelta:
    """How far this installation's clock is ahead of real time; zero unless `KITH_CLOCK` names a file."""
    path = os.environ.get("KITH_CLOCK")
    if not path:
        return timedelta()
    return timedelta(seconds=_read(path))


def set_offset(path: Path, ahead: timedelta) -> None:
    """Write the clock file: a new file renamed in, so that a reader never sees half of it."""
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{ahead.total_seconds():.6f}\n")
    fresh.replace(path)


def to_real(moment: datetime) -> datetime:
    """The machine time at which this installation's clock will show `moment`."""
    return moment - offset()


def _read(path: str) -> float:
    try:
        changed = os.stat(path).st_mtime_ns  # noqa: PTH116 it is asked at every turn, and a Path takes longer to make
    except FileNotFoundError:
        return 0.0
    if path not in _cached or _cached[path][0] != changed:
        _cached[path] = (changed, float(Path(path).read_text()))
    return _cached[path][1]
