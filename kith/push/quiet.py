"""Quiet hours, in whatever time zone, on days with 23 hours and with 25."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.push.choice import Quiet, minutes

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


def quiet_until(quiet: Quiet, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now; None where it is none.

    They go by the clock on the wall: an hour that it shows twice is quiet twice, and one that it leaves out is not.
    """
    if not quiet.on or not _is_quiet(quiet, now):
        return None
    begins, ends = minutes(quiet.begins), minutes(quiet.ends)
    zone = ZoneInfo(quiet.zone)
    local = now.astimezone(zone)
    day = local.date() + (_DAY if local.hour * 60 + local.minute >= begins > ends else timedelta())
    wall = datetime.combine(day, time(ends // 60, ends % 60), zone)
    end = next(at for fold in (0, 1) if (at := wall.replace(fold=fold).astimezone(UTC)) > now)
    while not _is_quiet(quiet, end - _MINUTE):
        # The clock leaves this minute out: quiet ended when it was put forward.
        end -= _MINUTE
    return end


def _is_quiet(quiet: Quiet, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(quiet.zone))
    minute, begins, ends = local.hour * 60 + local.minute, minutes(quiet.begins), minutes(quiet.ends)
    return begins <= minute < ends if begins <= ends else minute >= begins or minute < ends
