"""Ask a carrier about a parcel that has been silent."""

from datetime import datetime

from kith.kit.sql import Database
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import Carriers, Missing, Report
from kith.mall.order_policy import OrderPolicy
from kith.mall.shop_order import OrderId, OrderMoved
from kith.mall.track import track


async def ask_carrier(
    db: Database,
    carriers: Carriers,
    moved: OrderMoved,
    policy: OrderPolicy,
    *,
    order_id: OrderId,
    now: datetime,
) -> None:
    """Ask the gateway for everything it knows of a parcel, and take it in as if it had called back.

    A number that the gateway has lost is registered again.
    """
    async with db.transaction() as tx:
        order = await orders.by_id.one(tx, order_id=order_id)
        shipment = await shipments.by_number.maybe(tx, tracking_no=order.tracking_no, carrier=order.carrier)
    gateway = carriers.following(shipment.carrier) if shipment else None
    if shipment is None or shipment.ask_at is None or gateway is None:
        return

    outcome = await gateway.ask(shipment.carrier, shipment.tracking_no)

    async with db.transaction() as tx:
        number = {"tracking_no": shipment.tracking_no, "carrier": shipment.carrier}
        match outcome:
            case Report():
                await track(tx, moved, policy, outcome, now)
            case Missing():
                await shipments.unregistered.run(tx, **number, ask_at=now)
            case _:
                ask_at = shipments.next_question(shipment, "shipped", policy.again_seconds, now)
                await shipments.ask_again.run(tx, **number, ask_at=ask_at)
