"""List what waits for review."""

from datetime import datetime
from uuid import UUID

from kith import merchants
from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import reviewing
from kith.mall.reviewing import Waiting


async def review_queue(
    tx: Tx, merchant_id: merchants.MerchantId | None, limit: int, after: str | None
) -> Page[Waiting]:
    """A page of products in review, of one shop or of all, the longest waiting first. Raises `BadCursor`."""
    last = pages.key(after, tuple[datetime, UUID])
    found = await reviewing.queue.all(
        tx,
        merchant_id=merchant_id,
        after_at=last[0] if last else None,
        after_id=last[1] if last else None,
        limit=limit + 1,
    )
    items = found[:limit]
    marker = pages.cursor(items[-1].changed_at, items[-1].product_id) if len(found) > limit else None
    return Page(items, marker)
