"""List the groups and how much goes on in them."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat import activity as activities
from kith.chat.activity import GroupActivity
from kith.kit.sql import Tx

FIRST = UUID(int=0)

MOST_DAYS = 60
"""What is known of the days before is not enough for more."""


async def list_activity(tx: Tx, *, days: int, after: UUID = FIRST, limit: int, now: datetime) -> list[GroupActivity]:
    """The next groups in the order of their ids, with what went on in them on the last `days` days of the calendar of
    China, today with them; up to 60.

    For whoever runs the installation: a group's name and its numbers, never who wrote nor what.
    """
    return await activities.of_groups.all(
        tx, after=after, limit=limit, days=min(days, MOST_DAYS), day=people.day_of(now)
    )
