"""Erase what carriers told us in their own words."""

from datetime import datetime, timedelta

from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall.order_policy import OrderPolicy


async def forget_parcels(tx: Tx, policy: OrderPolicy, now: datetime) -> int:
    """Erase old notes, which can name places, and the raw callbacks they came in. Answers how many."""
    before = now - timedelta(days=policy.forget_days)
    return await shipments.forget_words.run(tx, before=before) + await shipments.forget_callbacks.run(tx, before=before)
