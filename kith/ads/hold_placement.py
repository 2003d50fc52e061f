"""Keep a placement as it is while a payment of it is taken in."""

from uuid import UUID

from kith.ads import placement as placements
from kith.kit.sql import Tx


async def hold_placement(tx: Tx, placement_id: UUID) -> None:
    """Lock it before the money of the payment, as does whoever ends it. For `payments.Paid`, purpose `placement`."""
    placements.lock.send(tx, placement_id=placement_id)
