"""What was wrong with a feed, for operators."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedError


async def import_errors(tx: Tx, import_id: UUID, *, limit: int) -> list[FeedError]:
    """The first `limit` errors of an import, by row."""
    return await imports.errors.all(
        tx, import_id=import_id, after=None, after_attribute=None, after_code=None, limit=limit
    )
