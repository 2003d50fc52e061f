"""Ask a carrier about a parcel that has been silent."""

from datetime import datetime

from kith.kit.sql import Database
from kith.mall import shipment as shipments
from kith.mall.carriers.carrier import CarrierCode, Carriers, Missing, Report
from kith.mall.order_policy import OrderPolicy
from kith.mall.shop_order import OrderMoved
from kith.mall.track import track


async def ask_carrier(
    db: Database,
    carriers: Carriers,
    moved: OrderMoved,
    policy: OrderPolicy,
    *,
    carrier: CarrierCode,
    tracking_no: str,
    now: datetime,
) -> None:
    """Ask the gateway for everything it knows of a parcel, and take it in as if it had called back.

    A number that the gateway has lost is registered again.
    """
    number = {"tracking_no": tracking_no, "carrier": carrier}
    async with db.transaction() as tx:
        shipment = await shipments.by_number.maybe(tx, **number)
    gateway = carriers.following(carrier)
    if shipment is None or shipment.ask_at is None or gateway is None:
        return

    outcome = await gateway.ask(carrier, tracking_no)

    async with db.transaction() as tx:
        match outcome:
            case Report():
                await track(tx, moved, policy, outcome, now)
            case Missing():
                await shipments.unregistered.run(tx, **number, ask_at=now)
            case _:
                ask_at = shipments.next_question(shipment, "shipped", policy.again_seconds, now)
                await shipments.ask_again.run(tx, **number, ask_at=ask_at)
