"""The shop says that it will send an order."""

from datetime import datetime

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import Order, OrderId, OrderMoved
from kith.mall.staff_order import staff_order


async def confirm_order(
    tx: Tx, moved: OrderMoved, order_id: OrderId, person_id: people.PersonId, now: datetime
) -> Order:
    """Note that the shop saw the order and will send it. Confirming again changes nothing.

    Raises `OrderNotFound`, `OrderNotOpen`.
    """
    order = await staff_order(tx, order_id, person_id)
    orders.must_wait(order)
    if order.confirmed_at is not None:
        return order
    confirmed = await orders.confirm.one(tx, order_id=order_id, person_id=person_id, now=now)
    await moved.table[confirmed.purpose](tx, confirmed, now)
    await merchants.tell_staff(tx, confirmed.merchant_id, now)
    return confirmed
