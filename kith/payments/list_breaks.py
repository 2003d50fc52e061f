"""List breaks."""

from datetime import UTC, date, datetime
from uuid import UUID

from kith.kit.page import Newest, Page, cursor, key
from kith.kit.sql import Tx
from kith.payments import break_view as views
from kith.payments.bill_break import Break
from kith.payments.standing import BreakKind

_FIRST: Newest = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


async def list_breaks(
    tx: Tx,
    *,
    gateway: str | None = None,
    day: date | None = None,
    kind: BreakKind | None = None,
    closed: bool = False,
    after: str | None,
    limit: int,
) -> Page[Break]:
    """Those that are open, with `closed` all, the longest open first. Raises `BadCursor`."""
    after_at, after_id = key(after, Newest) or _FIRST
    found = await views.oldest.all(
        tx, gateway=gateway, day=day, kind=kind, closed=closed, after_at=after_at, after_id=after_id, limit=limit + 1
    )
    shown = found[:limit]
    following = cursor(shown[-1].opened_at, shown[-1].break_id) if len(found) > limit else None
    return Page(shown, following)
