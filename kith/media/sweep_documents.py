"""Delete documents that nobody keeps."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Database
from kith.media import document as documents

_HANDFUL = 100


async def sweep_documents(db: Database, now: datetime) -> int:
    """Rows first; the files are deleted by a job that commits with them. Returns how many there were."""
    async with db.transaction() as tx:
        removed = await documents.remove.all(tx, now=now, limit=_HANDFUL)
        for one in removed:
            await jobs.later(tx, "media.remove_document", stored_as=one.stored_as)
    return len(removed)
