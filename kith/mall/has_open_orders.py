"""Ask whether a shop has something left to send."""

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import order_queue as queue


async def has_open_orders(tx: Tx, merchant_id: merchants.MerchantId) -> bool:
    """True while an order has neither been received nor ended."""
    return await queue.has_open.one(tx, merchant_id=merchant_id)
