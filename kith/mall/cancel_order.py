"""Take an order back from the shop's queue."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import OrderId


async def cancel_order(tx: Tx, order_id: OrderId, *, why: str, now: datetime) -> bool:
    """Cancel an order that was not sent; True if it is cancelled now, or was already.

    False: the shop was faster and sent it, or said that it cannot. Call this before touching whatever hangs on the
    order, because the shop's and the carrier's moves lock the order first and then what hangs on it. `OrderMoved` is
    not called: whoever cancels knows. `why` is a code that the shop gets to see. Raises `OrderNotFound`.
    """
    cancelled = await orders.cancel.maybe(tx, order_id=order_id, why=why, now=now)
    if cancelled is not None:
        await merchants.tell_staff(tx, cancelled.merchant_id, now)
        return True
    order = await orders.by_id.maybe(tx, order_id=order_id)
    if order is None:
        raise orders.OrderNotFound
    return order.state == "cancelled"
