"""Find goods."""

from datetime import datetime
from uuid import UUID

from kith.kit import page as pages
from kith.kit.fold import folded
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import listing, words
from kith.mall.listing import Card, GoodsCard, Sort, Wanted


async def list_goods(tx: Tx, wanted: Wanted, limit: int, after: str | None) -> Page[GoodsCard]:
    """A page of listed goods: by relevance where there is a text, else the newest first. Raises `BadCursor`."""
    question = words.question(wanted.text) if wanted.text is not None else None
    if wanted.text is not None and question is None:
        return Page([], None)
    order = listing.order_of(wanted.sort, searching=question is not None)
    values: dict[str, object] = {
        "category": wanted.category,
        "occasion": wanted.occasion,
        "min_fen": wanted.min_fen,
        "max_fen": wanted.max_fen,
        "limit": limit + 1,
        **_after(order, after),
    }
    await listing.plan_anew.one(tx)
    if question is None:
        found = await listing.browse[order].all(tx, **values)
    else:
        typed = folded(wanted.text or "")
        found = await listing.search[order].all(tx, **values, question=question, folded=typed)
    cards = found[:limit]
    there = set(await listing.on_offer.all(tx, product_ids=[card.product_id for card in cards]))
    marker = _marker(order, cards[-1]) if len(found) > limit else None
    return Page([listing.shown(card, available=card.product_id in there) for card in cards], marker)


def _marker(order: Sort, card: Card) -> str:
    match order:
        case "relevance":
            return pages.cursor(card.tier, card.listed_at, card.product_id)
        case "new":
            return pages.cursor(card.listed_at, card.product_id)
        case "price_up" | "price_down":
            return pages.cursor(card.lowest_fen, card.product_id)


def _after(order: Sort, after: str | None) -> dict[str, object]:
    if order == "relevance":
        tier, moment, last = pages.key(after, tuple[int, datetime, UUID]) or (None, None, None)
        return {"after_tier": tier, "after_key": moment, "after_id": last}
    kind = tuple[datetime, UUID] if order == "new" else tuple[int, UUID]
    value, last = pages.key(after, kind) or (None, None)
    return {"after_key": value, "after_id": last}
