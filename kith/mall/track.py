"""Follow a parcel: take in what a carrier says, and move its order as far as that reaches."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import Report
from kith.mall.order_policy import OrderPolicy
from kith.mall.shop_order import Order, OrderMoved


async def track(tx: Tx, moved: OrderMoved, policy: OrderPolicy, report: Report, now: datetime) -> Order | None:
    """Add a report to what was said about the parcel, and bring the order to where all of it says the parcel is.

    The order only moves forward, one state at a time, whatever comes twice, late or in the wrong order; each move is
    told to what hangs on the order. None if no order travels under this number.
    """
    shipment = await shipments.by_number.maybe(tx, tracking_no=report.tracking_no, carrier=report.carrier)
    if shipment is None:
        return None
    before = order = await orders.lock.one(tx, order_id=shipment.order_id)
    if (order.carrier, order.tracking_no) != (shipment.carrier, shipment.tracking_no):
        return None  # corrected while we waited for the lock
    number = {"tracking_no": shipment.tracking_no, "carrier": shipment.carrier}
    news = [said for said in report.sightings if said.happened_at >= shipment.placed_at]
    said_more = await shipments.note.run(
        tx,
        **number,
        happened_ats=[said.happened_at for said in news],
        statuses=[said.status for said in news],
        notes=[said.note for said in news],
    )
    standing = shipments.standing(await shipments.events.all(tx, **number))

    for state in shipments.way_on(order.state, standing.reached):
        if state == "in_delivery":
            order = await orders.set_out.one(tx, order_id=order.order_id, now=now)
        else:
            delivered_at = shipments.delivered_at(order, standing, now)
            order = await orders.deliver.one(tx, order_id=order.order_id, delivered_at=delivered_at, now=now)
        await moved.table[order.purpose](tx, order, now)
    if standing.trouble is None and order.trouble is not None:
        order = await orders.resume.one(tx, order_id=order.order_id, now=now)
    if standing.trouble is not None and standing.trouble != order.trouble:
        order = await orders.stumble.one(tx, order_id=order.order_id, trouble=standing.trouble, now=now)
        await moved.table[order.purpose](tx, order, now)
    if order.last_move != before.last_move or order.trouble != before.trouble:
        await merchants.tell_staff(tx, order.merchant_id, now)
    tell = moved.parcel.get(order.purpose)
    if said_more and tell:
        await tell(tx, order, now)
    ask_at = shipments.next_question(shipment, order.state, policy.silent_seconds, now)
    await shipments.heard.run(tx, **number, now=now, ask_at=ask_at)
    return order
