"""Take down a placement."""

from datetime import datetime

from kith.ads.end import end
from kith.ads.placement import PlacementId, PlacementMoved
from kith.kit.sql import Tx


async def take_down(tx: Tx, placement_id: PlacementId, *, reason: str, by: str, now: datetime) -> None:
    """An operator ends a placement, with the reason that its shop reads. Raises `PlacementMoved` where none is under
    way."""
    was = ("in_review", "unpaid", "running", "paused")
    if not await end(tx, placement_id, "stopped", was=was, reason=reason, by=by, now=now):
        raise PlacementMoved
