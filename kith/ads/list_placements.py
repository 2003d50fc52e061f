"""List the placements of a shop."""

from datetime import datetime
from uuid import UUID

from kith import merchants, people
from kith.ads import placement as placements
from kith.ads import placement_view as views
from kith.ads.placement_view import PlacementView
from kith.kit.page import TOP, Page, cursor, key
from kith.kit.sql import Tx


async def list_placements(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, *, after: str | None, limit: int
) -> Page[PlacementView]:
    """Those of the shop, the newest first. Raises `NotYourShop`, `OwnerOnly`, `BadCursor`."""
    await merchants.check_owner(tx, merchant_id, person_id)
    before_at, before_id = key(after, tuple[datetime, UUID]) or TOP
    found = await placements.of_shop.all(
        tx, merchant_id=merchant_id, before_at=before_at, before_id=before_id, limit=limit + 1
    )
    page = found[:limit]
    rows = await placements.standings_of.all(tx, placement_ids=[one.placement_id for one in page])
    standings = {row.placement_id: row for row in rows}
    items = [views.shown(one, standings[one.placement_id]) for one in page]
    return Page(items, cursor(page[-1].asked_at, page[-1].placement_id) if len(found) > limit else None)
