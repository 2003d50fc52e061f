"""List a shop's imports."""

from datetime import datetime
from uuid import UUID

from kith import merchants, people
from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedImport


async def list_imports(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, limit: int, after: str | None
) -> Page[FeedImport]:
    """A page of the shop's imports, the newest first. Raises `NotYourShop`, `BadCursor`."""
    await merchants.check_staff(tx, merchant_id, person_id)
    last = pages.key(after, tuple[datetime, UUID])
    found = await imports.of_merchant.all(
        tx,
        merchant_id=merchant_id,
        after_at=last[0] if last else None,
        after_id=last[1] if last else None,
        limit=limit + 1,
    )
    items = found[:limit]
    marker = pages.cursor(items[-1].started_at, items[-1].import_id) if len(found) > limit else None
    return Page(items, marker)
