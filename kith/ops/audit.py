"""Prove that the log of operators is whole."""

from kith import ledger
from kith.kit.sql import Database
from kith.ops import log
from kith.ops.log import START, Head

_AT_ONCE = 5_000


async def audit(db: Database) -> list[ledger.Finding]:
    """A finding for the first entry that does not follow the one before it: one of the two was tampered with."""
    after = Head(0, START)
    async with db.connection() as tx:
        while rows := await log.from_entry.all(tx, after=after.entry, limit=_AT_ONCE):
            if found := log.broken(rows, after):
                detail = f"it does not follow entry {found.entry - 1}: one of the two was changed, or one is missing"
                return [ledger.Finding("operators_log_is_whole", str(found.entry), detail)]
            after = Head(rows[-1].entry, rows[-1].hash)
    return []
