"""Have a carrier's gateway tell us about a parcel."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Database
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import Carriers, Declined, Registered
from kith.mall.order_policy import OrderPolicy
from kith.mall.shop_order import OrderId, OrderMoved


async def register_parcel(
    db: Database,
    carriers: Carriers,
    moved: OrderMoved,
    policy: OrderPolicy,
    *,
    order_id: OrderId,
    now: datetime,
) -> None:
    """Register a number once it is committed; after an unknown outcome the sweep comes back with the same number.

    A number that the carrier does not have is an exception of its order, and is tried again later: some carriers know a
    number only when they have scanned it.
    """
    async with db.transaction() as tx:
        order = await orders.by_id.one(tx, order_id=order_id)
        shipment = await shipments.by_number.maybe(tx, tracking_no=order.tracking_no, carrier=order.carrier)
    gateway = carriers.following(shipment.carrier) if shipment else None
    if shipment is None or shipment.registered_at is not None or gateway is None:
        return

    outcome = await gateway.register(shipment.carrier, shipment.tracking_no)

    async with db.transaction() as tx:
        number = {"tracking_no": shipment.tracking_no, "carrier": shipment.carrier}
        match outcome:
            case Registered():
                ask_at = shipments.next_question(shipment, "shipped", policy.silent_seconds, now)
                await shipments.registered.run(tx, **number, now=now, ask_at=ask_at)
            case Declined():
                order = await orders.lock.one(tx, order_id=shipment.order_id)
                ask_at = shipments.next_question(shipment, order.state, policy.silent_seconds, now)
                await shipments.ask_again.run(tx, **number, ask_at=ask_at)
                if order.tracking_no == shipment.tracking_no and order.trouble is None:
                    order = await orders.stumble.one(tx, order_id=order.order_id, trouble="unknown_number", now=now)
                    await moved.table[order.purpose](tx, order, now)
                    await merchants.tell_staff(tx, order.merchant_id, now)
            case _:
                ask_at = shipments.next_question(shipment, "shipped", policy.again_seconds, now)
                await shipments.ask_again.run(tx, **number, ask_at=ask_at)
