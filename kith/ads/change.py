"""Pause a placement, let it go on, or stop it."""

from datetime import datetime
from typing import Literal

from kith import merchants, people
from kith.ads import placement as placements
from kith.ads.end import end
from kith.ads.placement import PlacementId, PlacementMoved, State
from kith.ads.placement_view import PlacementView, shown
from kith.ads.see_placement import see_placement
from kith.kit.sql import Tx

Wish = Literal["running", "paused", "stopped"]

_UNENDED: tuple[State, ...] = ("in_review", "unpaid", "running", "paused")


async def change(
    tx: Tx,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    placement_id: PlacementId,
    wish: Wish,
    *,
    now: datetime,
) -> PlacementView:
    """What is there already is answered as it stands. A placement that is paused ends when it would have ended, and one
    that is stopped ends now: what was not delivered goes back.

    Raises what `see_placement` does, `merchants.ShopSuspended` of one that shall go on, and `PlacementMoved`.
    """
    placement = await see_placement(tx, merchant_id, person_id, placement_id)
    if wish == "running":
        await merchants.check_selling(tx, merchant_id)
    standing = await placements.lock.one(tx, placement_id=placement_id)
    if standing.state != wish:
        if wish == "stopped":
            moved = await end(tx, placement_id, "stopped", was=_UNENDED, now=now)
        else:
            was = "paused" if wish == "running" else "running"
            moved = await placements.change.maybe(tx, placement_id=placement_id, state=wish, was=was, now=now)
            await merchants.tell_owner(tx, merchant_id, now)
        if not moved:
            raise PlacementMoved
    return shown(placement, await placements.standing_of.one(tx, placement_id=placement_id))
