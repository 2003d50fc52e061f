"""Lists of goods: what people browse and search, and what a shop sees of its own."""

from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query
from kith.mall.goods import Category, Occasion, ProductId, ProductState, SkuId

Sort = Literal["relevance", "new", "price_up", "price_down"]

NEVER_DEARER = 2**53


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody looks for. Prices are those of a product's cheapest variant."""

    text: str | None = None
    category: Category | None = None
    occasion: Occasion | None = None
    min_fen: int = 0
    max_fen: int = NEVER_DEARER
    sort: Sort | None = None


class Card(Struct, frozen=True):
    """A product in a list, with what its place depends on. `tier` is 3 where the title is what was searched for, 2
    where it begins so, 1 where it holds it, 0 where it was found otherwise."""

    product_id: ProductId
    merchant_id: UUID
    category: Category
    title: str
    lowest_fen: int
    picture_id: str | None
    listed_at: datetime
    tier: int


class GoodsCard(Struct, frozen=True):
    """A product in a list. `from_fen` is its cheapest variant; `available` tells whether any variant can be had now."""

    product_id: ProductId
    merchant_id: UUID
    category: Category
    title: str
    from_fen: int
    picture_id: str | None
    available: bool


class GoodsVariant(Struct, frozen=True):
    """A variant as people see it: whether it can be had, never how many there are."""

    sku_id: SkuId
    options: dict[str, str]
    fen: int
    available: bool


class Shop(Struct, frozen=True):
    """The shop behind a product."""

    merchant_id: UUID
    name: str
    city: str


class Goods(Struct, frozen=True):
    """A product's page. `ships_to` empty is the whole mainland."""

    product_id: ProductId
    shop: Shop
    category: Category
    title: str
    story: str
    brand: str
    ship_from: str
    ships_to: list[str]
    ship_within_hours: int
    occasions: list[Occasion]
    picture_ids: list[str]
    variants: list[GoodsVariant]


class OwnProduct(Struct, frozen=True):
    """A product of one's own shop; `why` is the last word of its review."""

    product_id: ProductId
    external_id: str
    title: str
    category: Category
    state: ProductState
    why: str | None
    picture_id: str | None
    changed_at: datetime


class OwnVariant(Struct, frozen=True):
    """A variant of one's own shop with its exact stock: `held` units of `units` are promised."""

    sku_id: SkuId
    product_id: ProductId
    external_id: str
    options: dict[str, str]
    fen: int
    units: int
    held: int
    available: int


class OwnGoods(Struct, frozen=True):
    """A product of one's own shop with its variants."""

    product: OwnProduct
    variants: list[OwnVariant]


class KnownGoods(Struct, frozen=True):
    """A product that was once listed, as a list shows it, and whether it still is."""

    card: GoodsCard
    listed: bool


class OnceListed(Struct, frozen=True):
    """A product that was once listed."""

    product_id: ProductId
    merchant_id: UUID
    category: Category
    title: str
    lowest_fen: int
    picture_id: str | None
    state: ProductState


def order_of(wanted: Sort | None, *, searching: bool) -> Sort:
    """The order of a list: without a text nothing is more relevant than the newest."""
    if searching:
        return wanted or "relevance"
    return "new" if wanted in (None, "relevance") else wanted


def shown(card: Card, *, available: bool) -> GoodsCard:
    """What people see of a card."""
    return GoodsCard(
        card.product_id, card.merchant_id, card.category, card.title, card.lowest_fen, card.picture_id, available
    )


def known(product: OnceListed, *, available: bool) -> KnownGoods:
    """What people see of a product that they keep in mind. What is not listed cannot be had."""
    listed = product.state == "listed"
    return KnownGoods(
        GoodsCard(
            product.product_id,
            product.merchant_id,
            product.category,
            product.title,
            product.lowest_fen,
            product.picture_id,
            available and listed,
        ),
        listed,
    )


def _cards(match: LiteralString, tier: LiteralString, after: LiteralString, order: LiteralString) -> Query[Card]:
    # Searching and browsing are different statements, so that each keeps the index it needs.
    return Query(
        Card,
        f"""
        SELECT p.product_id, p.merchant_id, p.category, p.title, p.lowest_fen,
               (SELECT f.picture_id FROM product_picture f
                WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id,
               p.listed_at, {tier} AS tier
        FROM product p
        WHERE p.state = 'listed' AND p.listed_at IS NOT NULL AND {match}
          AND (%(category)s::text IS NULL OR p.category = %(category)s)
          AND (%(occasion)s::text IS NULL OR %(occasion)s = ANY(p.occasions))
          AND p.lowest_fen BETWEEN %(min_fen)s AND %(max_fen)s
          AND (%(after_id)s::uuid IS NULL OR {after})
        ORDER BY {order}
        LIMIT %(limit)s
        """,  # noqa: S608 put together from literals of this file only
    )


_MATCH: LiteralString = "p.words @@ %(question)s::text::tsquery"
_TIER: LiteralString = """CASE WHEN p.folded = %(folded)s THEN 3 WHEN starts_with(p.folded, %(folded)s) THEN 2
                    WHEN strpos(p.folded, %(folded)s) > 0 THEN 1 ELSE 0 END"""
_NEWEST: tuple[LiteralString, LiteralString] = (
    "(p.listed_at, p.product_id) < (%(after_key)s::timestamptz, %(after_id)s)",
    "p.listed_at DESC, p.product_id DESC",
)
_CHEAPEST: tuple[LiteralString, LiteralString] = (
    "(p.lowest_fen, p.product_id) > (%(after_key)s::bigint, %(after_id)s)",
    "p.lowest_fen, p.product_id",
)
_DEAREST: tuple[LiteralString, LiteralString] = (
    "(p.lowest_fen, p.product_id) < (%(after_key)s::bigint, %(after_id)s)",
    "p.lowest_fen DESC, p.product_id DESC",
)

# A plan for any question reads every product (150 ms of 30,000), one for this question only what it needs (1 ms).
plan_anew = Query(str, "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")

search_relevant = _cards(
    _MATCH,
    _TIER,
    f"({_TIER}, p.listed_at, p.product_id) < (%(after_tier)s::integer, %(after_key)s::timestamptz, %(after_id)s)",
    "tier DESC, p.listed_at DESC, p.product_id DESC",
)
search_newest = _cards(_MATCH, "0", *_NEWEST)
search_cheapest = _cards(_MATCH, "0", *_CHEAPEST)
search_dearest = _cards(_MATCH, "0", *_DEAREST)
browse_newest = _cards("true", "0", *_NEWEST)
browse_cheapest = _cards("true", "0", *_CHEAPEST)
browse_dearest = _cards("true", "0", *_DEAREST)

search: dict[Sort, Query[Card]] = {
    "relevance": search_relevant,
    "new": search_newest,
    "price_up": search_cheapest,
    "price_down": search_dearest,
}
browse: dict[Sort, Query[Card]] = {
    "new": browse_newest,
    "price_up": browse_cheapest,
    "price_down": browse_dearest,
}

on_offer = Query(
    UUID,
    """
    SELECT DISTINCT v.product_id
    FROM variant v JOIN stock s ON s.sku_id = v.sku_id
    WHERE v.product_id = ANY(%(product_ids)s) AND NOT v.retired AND s.units > s.held
    """,
)

once_listed = Query(
    OnceListed,
    """
    SELECT p.product_id, p.merchant_id, p.category, p.title, p.lowest_fen,
           (SELECT f.picture_id FROM product_picture f
            WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id,
           p.state
    FROM product p
    WHERE p.product_id = ANY(%(product_ids)s) AND p.listed_at IS NOT NULL
    """,
)

own = Query(
    OwnProduct,
    """
    SELECT p.product_id, p.external_id, p.title, p.category, p.state,
           (SELECT r.why FROM product_review r
            WHERE r.product_id = p.product_id ORDER BY r.number DESC LIMIT 1) AS why,
           (SELECT f.picture_id FROM product_picture f
            WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id,
           p.changed_at
    FROM product p
    WHERE p.merchant_id = %(merchant_id)s
      AND (%(state)s::text IS NULL OR p.state = %(state)s)
      AND (%(after)s::text IS NULL OR p.external_id > %(after)s)
    ORDER BY p.external_id
    LIMIT %(limit)s
    """,
)

own_variants = Query(
    OwnVariant,
    """
    SELECT v.sku_id, v.product_id, v.external_id, v.options, v.fen, s.units, s.held,
           greatest(s.units - s.held, 0) AS available
    FROM variant v JOIN stock s ON s.sku_id = v.sku_id
    WHERE v.product_id = ANY(%(product_ids)s) AND NOT v.retired
    ORDER BY v.product_id, v.position
    """,
)

own_variant = Query(
    OwnVariant,
    """
    SELECT v.sku_id, v.product_id, v.external_id, v.options, v.fen, s.units, s.held,
           greatest(s.units - s.held, 0) AS available
    FROM variant v JOIN stock s ON s.sku_id = v.sku_id
    WHERE v.sku_id = %(sku_id)s
    """,
)
