"""Report what a placement brought."""

from kith import merchants, people
from kith.ads import placement as placements
from kith.ads import placement_view as views
from kith.ads.placement import PlacementId
from kith.ads.placement_view import PlacementReport
from kith.ads.see_placement import see_placement
from kith.kit.sql import Tx


async def report_placement(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, placement_id: PlacementId
) -> PlacementReport:
    """How it stands, what was delivered by hour and by distance, and what did not count. Raises what `see_placement`
    does."""
    placement = await see_placement(tx, merchant_id, person_id, placement_id)
    standing = await placements.standing_of.one(tx, placement_id=placement_id)
    rows = await views.hours_of.all(tx, placement_id=placement_id)
    filtered = await views.filtered_of.all(tx, placement_id=placement_id)
    return PlacementReport(views.shown(placement, standing), views.by_hour(rows), views.by_ring(rows), filtered)
