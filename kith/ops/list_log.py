"""List what operators did."""

from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx
from kith.ops import log
from kith.ops.log import LogEntry

_TOP = 2**63 - 1


async def list_log(
    tx: Tx, *, about: str | None, deed: str | None, by: str | None, after: str | None, limit: int
) -> Page[LogEntry]:
    """The entries, the newest first. Raises `BadCursor`."""
    before = (key(after, tuple[int]) or (_TOP,))[0]
    rows = await log.newest.all(tx, before=before, about=about, deed=deed, by=by, limit=limit + 1)
    items = [log.view(row) for row in rows[:limit]]
    return Page(items, cursor(items[-1].entry) if len(rows) > limit else None)
