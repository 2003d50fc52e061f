"""The shop hands a parcel to a carrier."""

from datetime import datetime, timedelta

from kith import merchants, people
from kith.kit import jobs
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import CarrierCode, label
from kith.mall.order_policy import OrderPolicy
from kith.mall.shop_order import Order, OrderId, OrderMoved
from kith.mall.staff_order import staff_order


async def ship(
    tx: Tx,
    moved: OrderMoved,
    policy: OrderPolicy,
    *,
    order_id: OrderId,
    person_id: people.PersonId,
    carrier: CarrierCode,
    tracking_no: str,
    now: datetime,
) -> Order:
    """Note under which number an order travels, and have a job ask the carrier's gateway to tell us about it.

    Shipping again with the same carrier and number is the first answer.

    Raises `OrderNotFound`, `TrackingNumberMalformed`, `AlreadyShipped`, `OrderNotOpen`, `TrackingNumberUsed`.
    """
    order = await staff_order(tx, order_id, person_id)
    number = label(carrier, tracking_no)
    if orders.is_sent(order, carrier, number):
        return order
    claimed = await shipments.claim.maybe(
        tx,
        tracking_no=number,
        carrier=carrier,
        order_id=order_id,
        placed_at=order.placed_at,
        ask_at=now + timedelta(seconds=policy.again_seconds),
        ask_until=now + timedelta(days=policy.ask_days),
    )
    if claimed is None:
        raise orders.TrackingNumberUsed
    shipped = await orders.ship.one(
        tx, order_id=order_id, person_id=person_id, carrier=carrier, tracking_no=number, now=now
    )
    await jobs.later(tx, "mall.register_parcel", order_id=str(order_id))
    await moved.table[shipped.purpose](tx, shipped, now)
    await merchants.tell_staff(tx, shipped.merchant_id, now)
    return shipped
