"""One order, for whoever it hangs on."""

from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import Order, OrderId


async def order(tx: Tx, order_id: OrderId) -> Order:
    """The order. For the capability that placed it, not for answers. Raises `OrderNotFound`."""
    found = await orders.by_id.maybe(tx, order_id=order_id)
    if found is None:
        raise orders.OrderNotFound
    return found
