"""List what was wrong with a feed."""

from uuid import UUID

from kith import merchants, people
from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedError
from kith.mall.view_import import view_import


async def list_import_errors(
    tx: Tx,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    import_id: UUID,
    *,
    limit: int,
    after: str | None,
) -> Page[FeedError]:
    """A page of an import's errors by row. Raises `NotYourShop`, `ImportNotFound`, `BadCursor`."""
    await view_import(tx, merchant_id, person_id, import_id)
    last = pages.key(after, tuple[int, str, str])
    number, attribute, code = last or (None, None, None)
    found = await imports.errors.all(
        tx, import_id=import_id, after=number, after_attribute=attribute, after_code=code, limit=limit + 1
    )
    items = found[:limit]
    end = items[-1] if len(found) > limit else None
    return Page(items, pages.cursor(end.number, end.attribute, end.code) if end else None)
