"""Go on with imports whose process was lost."""

from datetime import datetime, timedelta

from kith import media, merchants
from kith.kit.sql import Database
from kith.mall import feed_import as imports
from kith.mall.feed_import import ImportRunning
from kith.mall.policy import Policy
from kith.mall.resume_import import resume_import

_SILENT = timedelta(minutes=10)


async def resume_imports(db: Database, *, shelf: media.Shelf, policy: Policy, now: datetime) -> int:
    """Take up every import that was begun some minutes ago, has no end and is run by nobody. Returns how many."""
    async with db.transaction() as tx:
        lost = await imports.unfinished.all(tx, before=now - _SILENT)
    resumed = 0
    for one in lost:
        try:
            await resume_import(
                db,
                merchants.MerchantId(one.merchant_id),
                one.import_id,
                shelf=shelf,
                policy=policy,
                now=now,
            )
            resumed += 1
        except ImportRunning:
            continue
    return resumed
