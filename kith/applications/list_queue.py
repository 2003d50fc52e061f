"""List the applications that wait for a reviewer."""

from datetime import datetime
from uuid import UUID

from kith.applications import reviewing
from kith.applications.reviewing import Waiting
from kith.kit import page
from kith.kit.page import Page
from kith.kit.sql import Tx


async def list_queue(tx: Tx, *, limit: int, after: str | None = None) -> Page[Waiting]:
    """Those that were handed in and those that are being looked at, the oldest first. Raises `BadCursor`."""
    after_at, after_id = page.key(after, tuple[datetime, UUID]) or (None, None)
    found = await reviewing.queue.all(tx, after_at=after_at, after_id=after_id, limit=limit + 1)
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return Page(found[:limit], page.cursor(last.submitted_at, last.application_id) if last else None)
