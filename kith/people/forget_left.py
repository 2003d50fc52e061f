"""Forget a second time those who left a little while ago."""

import asyncio
from datetime import datetime
from pathlib import Path

from kith.kit.sql import Database
from kith.people import archive as archives
from kith.people import leaving as departures
from kith.people.forget_person import forget_person
from kith.people.leaving import AFTERMATH, Leaving
from kith.people.person import PersonId

_BATCH = 100


async def forget_left(db: Database, leaving: Leaving, root: Path, now: datetime) -> None:
    """A request that was under way when somebody left may have written something afterwards; by now it has ended.

    Each person in a transaction of their own; their exports' files go first.
    """
    async with db.transaction() as tx:
        left = await departures.unforgotten.all(tx, before=now - AFTERMATH, limit=_BATCH)
    for person_id in map(PersonId, left):
        archives.remove(await asyncio.to_thread(archives.found, root, person_id), [])
        async with db.transaction() as tx:
            for hook in leaving.hooks:
                await hook(tx, person_id, now)
            await forget_person(tx, person_id, now)
            await departures.forgotten.run(tx, person_id=person_id, now=now)
