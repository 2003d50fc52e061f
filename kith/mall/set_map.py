"""Agree with a shop on how its feed is read."""

from datetime import datetime

import msgspec

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import feed_map as maps
from kith.mall.feed_map import FeedMap


async def set_map(tx: Tx, merchant_id: merchants.MerchantId, feed_map: FeedMap, now: datetime) -> None:
    """From the next import on, rows are read with this map. Raises `MerchantNotFound`."""
    await merchants.merchant(tx, merchant_id)
    await maps.put.run(tx, merchant_id=merchant_id, map=msgspec.json.encode(feed_map).decode(), now=now)
