"""The shop corrects a tracking number that it got wrong."""

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


async def correct_shipment(
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
    """Put another number in place of a wrong one, while the carrier does not yet move the parcel under the old one.

    What was said about the old number is forgotten with it; the number is free again. The same number again changes
    nothing.

    Raises `OrderNotFound`, `TrackingNumberMalformed`, `NotShippedYet`, `ParcelUnderWay`, `TrackingNumberUsed`.
    """
    order = await staff_order(tx, order_id, person_id)
    number = label(carrier, tracking_no)
    if orders.is_correct(order, carrier, number):
        return order
    await shipments.drop.run(tx, tracking_no=order.tracking_no, carrier=order.carrier)
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
    await jobs.later(tx, "mall.register_parcel", order_id=str(order_id))
    corrected = await orders.correct.one(
        tx, order_id=order_id, person_id=person_id, carrier=carrier, tracking_no=number, now=now
    )
    await merchants.tell_staff(tx, corrected.merchant_id, now)
    if tell := moved.parcel.get(corrected.purpose):
        await tell(tx, corrected, now)
    return corrected
