"""One order, for the staff of its shop."""

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import Order, OrderId


async def staff_order(tx: Tx, order_id: OrderId, person_id: people.PersonId) -> Order:
    """The order, locked, if this person works in its shop.

    Raises `OrderNotFound` for everybody else: whether an order exists is nothing to them.
    """
    order = await orders.by_id.maybe(tx, order_id=order_id)
    if order is None or not await merchants.is_staff(tx, order.merchant_id, person_id):
        raise orders.OrderNotFound
    return await orders.lock.one(tx, order_id=order_id)
