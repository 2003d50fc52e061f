"""The parcel of an order, for its recipient."""

from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.shipment import Parcel
from kith.mall.shop_order import OrderId


async def parcel(tx: Tx, order_id: OrderId) -> Parcel | None:
    """Carrier, number and what was said about the parcel; None before it was sent. Raises `OrderNotFound`."""
    order = await orders.by_id.maybe(tx, order_id=order_id)
    if order is None:
        raise orders.OrderNotFound
    if order.carrier is None or order.tracking_no is None:
        return None
    events = await shipments.events.all(tx, tracking_no=order.tracking_no, carrier=order.carrier)
    return Parcel(order.carrier, order.tracking_no, order.state, events)
