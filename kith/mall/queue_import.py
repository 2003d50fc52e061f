"""Have a feed imported by a job."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.mall.feed_import import FeedImport, ImportOrder
from kith.mall.open_import import open_import


async def queue_import(tx: Tx, order: ImportOrder, now: datetime) -> FeedImport:
    """Write the order down and enqueue it; its progress can be read from now on. Raises as `open_import` does."""
    opened = await open_import(tx, order, now)
    if opened.finished_at is None:
        await jobs.later(tx, "mall.import_feed", merchant_id=str(order.merchant_id), import_id=str(order.import_id))
    return opened
