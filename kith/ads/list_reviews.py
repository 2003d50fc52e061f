"""List the placements that wait for their review."""

from kith.ads import placement as placements
from kith.ads.placement import Placement
from kith.kit.sql import Tx


async def list_reviews(tx: Tx, limit: int) -> list[Placement]:
    """Who has waited longest comes first. For operators."""
    waiting = [row.placement_id for row in await placements.waiting.all(tx, limit=limit)]
    found = {one.placement_id: one for one in await placements.by_ids.all(tx, placement_ids=waiting)}
    return [found[one] for one in waiting]
