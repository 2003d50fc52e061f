"""How often a person may do something in some time."""

from datetime import datetime, timedelta
from typing import Literal

from kith.kit.sql import Query, Statement

Deed = Literal["search", "report", "sign_in", "upload", "certificate"]


def seconds_until(over_at: datetime, now: datetime) -> int:
    """Whole seconds to wait, at least one."""
    return max(1, -(-(over_at - now) // timedelta(seconds=1)))


# The first deed after a window has ended begins another one. Nothing is touched when the window is full.
count = Statement(
    """
    INSERT INTO deed_count (person_id, deed, since_at, times) VALUES (%(person_id)s, %(deed)s, %(now)s, 1)
    ON CONFLICT (person_id, deed) DO UPDATE
    SET since_at = CASE WHEN deed_count.since_at <= %(before)s THEN excluded.since_at ELSE deed_count.since_at END,
        times = CASE WHEN deed_count.since_at <= %(before)s THEN 1 ELSE deed_count.times + 1 END
    WHERE deed_count.since_at <= %(before)s OR deed_count.times < %(most)s
    """
)
since = Query(datetime, "SELECT since_at FROM deed_count WHERE person_id = %(person_id)s AND deed = %(deed)s")
forget = Statement("DELETE FROM deed_count WHERE since_at <= %(before)s")
