"""Go on with an import that was asked for."""

from datetime import datetime
from uuid import UUID

from kith import media, merchants
from kith.kit.sql import Database
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedImport, ImportNotFound
from kith.mall.import_feed import import_feed
from kith.mall.policy import Policy


async def resume_import(
    db: Database,
    merchant_id: merchants.MerchantId,
    import_id: UUID,
    *,
    shelf: media.Shelf,
    policy: Policy,
    now: datetime,
) -> FeedImport:
    """Import by the order that was written down. Raises `ImportNotFound`, `ImportRunning`."""
    async with db.transaction() as tx:
        asked = await imports.asked.maybe(tx, merchant_id=merchant_id, import_id=import_id)
    if asked is None:
        raise ImportNotFound
    order = imports.ordered(merchant_id, import_id, asked)
    return await import_feed(db, order, shelf=shelf, policy=policy, now=now)
