"""Write the log of operators as a table."""

import csv
import io
from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import log
from kith.ops.log import By
from kith.ops.record import record

_MOST = 100_000
_COLUMNS = ("entry", "at", "operator_id", "by", "deed", "about", "facts", "hash")


async def export_log(tx: Tx, *, after: int = 0, by: By, now: datetime) -> str:
    """The entries after one, the oldest first, as CSV; at most 100,000. With its hashes one can later be held to it."""
    rows = await log.from_entry.all(tx, after=after, limit=_MOST)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for row in rows:
        who = str(row.operator_id) if row.operator_id else ""
        table.writerow((row.entry, row.at.isoformat(), who, row.by, row.deed, row.about, row.facts, row.hash.hex()))
    await record(tx, by, "export_log", "log", now=now, facts={"after": after, "entries": len(rows)})
    return text.getvalue()
