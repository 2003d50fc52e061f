"""One order, as its shop sees it."""

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import order_queue as queues
from kith.mall import shop_order as orders
from kith.mall.order_queue import QueuedOrder
from kith.mall.shop_order import OrderId


async def view_order(tx: Tx, order_id: OrderId, person_id: people.PersonId) -> QueuedOrder:
    """The order, for the staff of its shop. Raises `OrderNotFound` for everybody else."""
    order = await orders.by_id.maybe(tx, order_id=order_id)
    if order is None or not await merchants.is_staff(tx, order.merchant_id, person_id):
        raise orders.OrderNotFound
    return queues.queued(order)
