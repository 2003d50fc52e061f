"""Ask for an import."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import feed_import as imports
from kith.mall.feed_import import FeedImport, ImportExists, ImportOrder


async def open_import(tx: Tx, order: ImportOrder, now: datetime) -> FeedImport:
    """Write down what is asked. The same order again is the same import. Raises `MerchantNotFound`, `ImportExists`."""
    await merchants.merchant(tx, order.merchant_id)
    await imports.open_import.run(
        tx,
        merchant_id=order.merchant_id,
        import_id=order.import_id,
        source=str(order.source),
        strict=order.strict,
        dry_run=order.dry_run,
        delist_missing=order.delist_missing,
        local_pictures=order.local_pictures,
        now=now,
    )
    asked = await imports.asked.one(tx, merchant_id=order.merchant_id, import_id=order.import_id)
    if imports.ordered(order.merchant_id, order.import_id, asked) != order:
        raise ImportExists
    return await imports.by_id.one(tx, merchant_id=order.merchant_id, import_id=order.import_id)
