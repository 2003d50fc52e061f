"""List the people nearby, and a shop in the middle of them."""

from datetime import datetime

from kith import people, places
from kith.ads import sight as sights
from kith.ads.ad import Ad, NearbyPage, ad
from kith.ads.showcase import Showcase, offer_of
from kith.ads.sight import Shown, Sight
from kith.kit import ids
from kith.kit.geo import Cell
from kith.kit.sql import Tx


async def list_around(
    tx: Tx,
    secret: people.Secret,
    lookout: places.Lookout,
    showcase: Showcase,
    person_id: people.PersonId,
    *,
    wanted: places.Wanted,
    after: str | None,
    limit: int,
    now: datetime,
) -> NearbyPage:
    """Read the page, and with it what bears on the choice of an ad; choose one in memory, and have it written down.

    Only whole pages have one, so that no more than one row in ten is an ad. The choice knows from which noised cell the
    person looks and nothing of anybody else. Raises what `places.list_nearby` does.
    """
    with_ad = limit >= showcase.policy.page and len(showcase.board) > 0
    seen = sights.of_person.send(tx, person_id=person_id) if with_ad else None
    around = await places.list_nearby(tx, secret, lookout, person_id, wanted, after=after, limit=limit, now=now)
    if seen is None or len(around.items) < showcase.policy.after:
        return NearbyPage(around.items, around.next, None)
    return NearbyPage(around.items, around.next, _choose(showcase, person_id, around.cell, await seen.all(), now))


def _choose(showcase: Showcase, person_id: people.PersonId, cell: Cell, seen: list[Sight], now: datetime) -> Ad | None:
    chosen = showcase.board.choose(cell, person_id, seen, now)
    if chosen is None or not showcase.showing.note(Shown(person_id, chosen.live.placement_id, now)):
        return None
    showcase.board.shown(chosen, person_id, seen, now)
    return ad(chosen, showcase.offers.signed(offer_of(chosen, ids.new(now), now), person_id))
