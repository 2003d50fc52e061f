"""Delete pictures that nothing refers to."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Database
from kith.media import picture as pictures
from kith.media import use as uses

_HANDFUL = 100


async def sweep(db: Database, now: datetime) -> int:
    """Look at those that are due: end what was only for some time, and delete what nothing refers to, rows first.

    The files are deleted by a job that commits with their rows. Returns how many were looked at.
    """
    async with db.transaction() as tx:
        due = await pictures.due.all(tx, now=now, limit=_HANDFUL)
        looked_at = [one.picture_id for one in due]
        await uses.end.run(tx, picture_ids=looked_at, now=now)
        used = await uses.in_use.all(tx, picture_ids=looked_at)
        await pictures.look_again.run(tx, picture_ids=used, look_at=None)
        await pictures.remove.run(tx, picture_ids=[number for number in looked_at if number not in used])
        for one in due:
            if one.picture_id not in used:
                await jobs.later(tx, "media.remove_files", stored_as=one.stored_as)
    return len(due)
