"""The shop says that it cannot send an order."""

from datetime import datetime

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import Order, OrderId, OrderMoved, UnableReason
from kith.mall.staff_order import staff_order


async def refuse_order(
    tx: Tx, moved: OrderMoved, *, order_id: OrderId, person_id: people.PersonId, reason: UnableReason, now: datetime
) -> Order:
    """End an order that the shop is unable to send, confirmed or not. Refusing again with that reason changes nothing.

    Raises `OrderNotFound`, `OrderNotOpen`.
    """
    order = await staff_order(tx, order_id, person_id)
    if (order.state, order.reason) == ("unable", reason):
        return order
    orders.must_wait(order)
    unable = await orders.refuse.one(tx, order_id=order_id, person_id=person_id, reason=reason, now=now)
    await moved.table[unable.purpose](tx, unable, now)
    await merchants.tell_staff(tx, unable.merchant_id, now)
    return unable
