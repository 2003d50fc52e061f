"""Find goods."""

from datetime import datetime
from uuid import UUID

from kith.kit import page as pages
from kith.kit.page import Page
from kith.kit.sql import Query, Tx
from kith.mall import listing, words
from kith.mall.listing import Card, GoodsCard, Sort, Wanted

_SEARCH: dict[Sort, Query[Card]] = {
    "relevance": listing.search_relevant,
    "new": listing.search_newest,
    "price_up": listing.search_cheapest,
    "price_down": listing.search_dearest,
}
_BROWSE: dict[Sort, Query[Card]] = {
    "relevance": listing.browse_newest,
    "new": listing.browse_newest,
    "price_up": listing.browse_cheapest,
    "price_down": listing.browse_dearest,
}


async def list_goods(tx: Tx, wanted: Wanted, limit: int, after: str | None) -> Page[GoodsCard]:
    """A page of listed goods: by relevance where there is a text, else the newest first. Raises `BadCursor`."""
    question = words.question(wanted.text) if wanted.text is not None else None
    if wanted.text is not None and question is None:
        return Page([], None)
    sort: Sort = wanted.sort or "relevance"
    newest = sort == "new" or (sort == "relevance" and question is None)
    last = pages.key(after, tuple[datetime, UUID]) if newest else pages.key(after, tuple[int, UUID])
    values: dict[str, object] = {
        "category": wanted.category,
        "occasion": wanted.occasion,
        "min_fen": wanted.min_fen,
        "max_fen": wanted.max_fen,
        "after_key": last[0] if last else None,
        "after_id": last[1] if last else None,
        "limit": limit + 1,
    }
    if question is None:
        found = await _BROWSE[sort].all(tx, **values)
    else:
        folded = words.folded(wanted.text or "")
        found = await _SEARCH[sort].all(tx, **values, question=question, folded=folded)
    cards = found[:limit]
    there = set(await listing.on_offer.all(tx, product_ids=[card.product_id for card in cards]))
    marker = _marker(cards[-1], sort, newest=newest) if len(found) > limit else None
    return Page([_shown(card, available=card.product_id in there) for card in cards], marker)


def _marker(card: Card, sort: Sort, *, newest: bool) -> str:
    if newest:
        return pages.cursor(card.listed_at, card.product_id)
    return pages.cursor(card.tier if sort == "relevance" else card.lowest_fen, card.product_id)


def _shown(card: Card, *, available: bool) -> GoodsCard:
    return GoodsCard(
        card.product_id, card.merchant_id, card.category, card.title, card.lowest_fen, card.picture_id, available
    )
