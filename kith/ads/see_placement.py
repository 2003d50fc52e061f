"""Find a placement of a shop."""

from kith import merchants, people
from kith.ads import placement as placements
from kith.ads.placement import Placement, PlacementId, PlacementNotFound
from kith.kit.sql import Tx


async def see_placement(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, placement_id: PlacementId
) -> Placement:
    """The placement, for the shop's owner. Raises `NotYourShop`, `OwnerOnly`, `PlacementNotFound`, in this order."""
    await merchants.check_owner(tx, merchant_id, person_id)
    found = await placements.by_id.maybe(tx, placement_id=placement_id)
    if found is None or found.merchant_id != merchant_id:
        raise PlacementNotFound
    return found
