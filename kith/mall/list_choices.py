"""List what somebody could take for a certain value."""

from datetime import datetime
from uuid import UUID

from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import choice as choices
from kith.mall import listing, words
from kith.mall.choice import Choosing
from kith.mall.listing import Card, GoodsCard

_Place = tuple[datetime | int, UUID]
"""After which product the list goes on, among the equal by when it was listed, among the cheaper by its price."""


async def list_choices(tx: Tx, choosing: Choosing, limit: int, after: str | None) -> Page[GoodsCard]:
    """Listed goods that can be had now: those with a variant of just this value, the newest first, then cheaper ones,
    the dearest first. `from_fen` is what an equal one costs, and of a cheaper one its cheapest variant.

    Raises `BadCursor`.
    """
    question = words.question(choosing.text) if choosing.text is not None else None
    if choosing.text is not None and question is None:
        return Page([], None)
    asked: dict[str, object] = {name: getattr(choosing, name) for name in Choosing.__struct_fields__ if name != "text"}
    if question is not None:
        asked["question"] = question
    place = pages.key(after, _Place)
    await listing.plan_anew.one(tx)
    found: list[Card] = []
    equal = 0
    if place is None or isinstance(place[0], datetime):
        query = choices.equal if question is None else choices.search_equal
        found = await query.all(tx, **asked, **_after(place), limit=limit + 1)
        equal, place = len(found), None
    if len(found) <= limit:
        query = choices.cheaper if question is None else choices.search_cheaper
        found += await query.all(tx, **asked, **_after(place), limit=limit + 1 - len(found))
    cards, marker = found[:limit], None
    if len(found) > limit:
        last = cards[-1]
        marker = pages.cursor(last.listed_at if equal >= limit else last.lowest_fen, last.product_id)
    return Page([listing.shown(card, available=True) for card in cards], marker)


def _after(place: _Place | None) -> dict[str, object]:
    key, last = place or (None, None)
    return {"after_key": key, "after_id": last}
