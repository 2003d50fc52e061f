"""Act on a carrier gateway's callback."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall.carriers.carrier import Carriers, Unreadable
from kith.mall.order_policy import OrderPolicy
from kith.mall.shipment import Outcome
from kith.mall.shop_order import OrderMoved
from kith.mall.track import track


async def apply_callback(
    tx: Tx, carriers: Carriers, moved: OrderMoved, policy: OrderPolicy, *, callback_id: UUID, now: datetime
) -> Outcome | None:
    """Read a callback that was kept and follow its parcel, once. None if there is nothing left to do.

    A gateway is believed only about the carriers that it follows for us.
    """
    callback = await shipments.waiting.maybe(tx, callback_id=callback_id)
    if callback is None:
        return None
    outcome: Outcome = "no_such_parcel"
    try:
        gateway = carriers[callback.gateway]
        report = gateway.read(callback.body)
    except (KeyError, Unreadable):
        outcome = "unreadable"
    else:
        if carriers.following(report.carrier) is gateway and await track(tx, moved, policy, report, now):
            outcome = "applied"
    await shipments.applied.run(tx, callback_id=callback_id, outcome=outcome, now=now)
    return outcome
