"""Forget positions that are too old."""

from datetime import datetime

from kith.kit import arrays
from kith.kit.sql import Database
from kith.places import spot as spots
from kith.places import whereabouts as rows

_BATCH = 500


async def forget(db: Database, now: datetime) -> None:
    """Read those that are due, without a lock, and forget each unless its person was seen again meanwhile.

    A batch in a transaction of its own, until none is left.
    """
    while True:
        async with db.transaction() as tx:
            due = await rows.due.all(tx, now=now, limit=_BATCH)
            regions = [spots.region(spots.shown(one.cell, one.hides_distance)) for one in due]
            await spots.forget.run(
                tx,
                person_ids=arrays.uuids([one.person_id for one in due]),
                regions=arrays.bigints(regions),
                now=now,
            )
        if len(due) < _BATCH:
            return
