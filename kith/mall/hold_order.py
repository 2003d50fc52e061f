"""Hold an order."""

from kith.kit.sql import Tx
from kith.mall import sale as sales
from kith.mall.shop_order import OrderId


async def hold_order(tx: Tx, order_id: OrderId) -> None:
    """Lock an order until the transaction ends: before touching what hangs on it."""
    await sales.lock.one(tx, order_id=order_id)
