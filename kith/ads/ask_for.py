"""Ask for a placement."""

from datetime import datetime

from kith import merchants, people
from kith.ads import asking
from kith.ads import placement as placements
from kith.ads.asking import NewPlacement, PlacementDiffers, TooManyPlacements
from kith.ads.placement_view import PlacementView, shown
from kith.ads.policy import Policy
from kith.kit.sql import Tx


async def ask_for(
    tx: Tx,
    policy: Policy,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    new: NewPlacement,
    *,
    now: datetime,
) -> PlacementView:
    """Write down what the shop's owner wishes; it waits for its review. The same again is answered as it stands.

    Raises, in this order: `NotYourShop`, `OwnerOnly`, `merchants.ShopSuspended`, `PlacementDiffers`, what
    `asking.asked` says, `TooManyPlacements`.
    """
    await merchants.check_owner(tx, merchant_id, person_id)
    first = await placements.by_id.maybe(tx, placement_id=new.placement_id)
    if first is None:
        await merchants.check_selling(tx, merchant_id)
        row = asking.asked(new, merchant_id, person_id, policy, now)
        if await placements.under_way.one(tx, merchant_id=merchant_id) >= policy.most_placements:
            raise TooManyPlacements
        if await placements.insert.maybe(tx, **placements.columns(row)):
            placements.wait.send(tx, placement_id=new.placement_id, now=now)
        first = await placements.by_id.one(tx, placement_id=new.placement_id)
    if not asking.same(first, new, merchant_id, person_id):
        raise PlacementDiffers
    return shown(first, await placements.standing_of.one(tx, placement_id=new.placement_id))
