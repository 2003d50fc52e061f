"""Count an order as received on somebody else's word than the carrier's."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.shop_order import OrderId


async def receive_order(tx: Tx, order_id: OrderId, now: datetime) -> bool:
    """The recipient has the parcel, or was asked and was silent: the order is received, the carrier is asked no more.

    True if the order is received now, or was already. Like `cancel_order`, to be called before touching what hangs on
    the order, and without a call of `OrderMoved`. Raises `OrderNotFound`.
    """
    received = await orders.receive.maybe(tx, order_id=order_id, now=now)
    if received is not None:
        await shipments.ask_again.run(tx, tracking_no=received.tracking_no, carrier=received.carrier, ask_at=None)
        await merchants.tell_staff(tx, received.merchant_id, now)
        return True
    order = await orders.by_id.maybe(tx, order_id=order_id)
    if order is None:
        raise orders.OrderNotFound
    return order.state == "received"
