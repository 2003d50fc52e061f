"""Goods that somebody could take for a certain value: those that cost exactly so much, then cheaper ones."""

from typing import LiteralString
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query
from kith.mall.goods import Category, ProductId
from kith.mall.listing import Card


class Choosing(Struct, frozen=True, kw_only=True):
    """What may be chosen. A province is the GB/T 2260 code of where it would go; None if that is not known yet."""

    value_fen: int
    not_product: ProductId
    not_shops: list[UUID]
    province: str | None = None
    text: str | None = None
    category: Category | None = None


def _cards(match: LiteralString, price: LiteralString, after: LiteralString, order: LiteralString) -> Query[Card]:
    return Query(
        Card,
        f"""
        SELECT p.product_id, p.merchant_id, p.category, p.title, {price} AS lowest_fen,
               (SELECT f.picture_id FROM product_picture f
                WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id,
               p.listed_at, 0 AS tier
        FROM product p
        WHERE p.state = 'listed' AND p.listed_at IS NOT NULL AND {match}
          AND p.product_id <> %(not_product)s AND p.merchant_id <> ALL(%(not_shops)s::uuid[])
          AND (%(category)s::text IS NULL OR p.category = %(category)s)
          AND (%(province)s::text IS NULL OR cardinality(p.ships_to) = 0 OR %(province)s = ANY(p.ships_to))
          AND (%(after_id)s::uuid IS NULL OR {after})
        ORDER BY {order}
        LIMIT %(limit)s
        """,  # noqa: S608 put together from literals of this file only
    )


_MATCH: LiteralString = "p.words @@ %(question)s::text::tsquery"
_EQUAL: LiteralString = """p.product_id IN (
            SELECT v.product_id FROM variant v JOIN stock s ON s.sku_id = v.sku_id
            WHERE v.fen = %(value_fen)s AND NOT v.retired AND s.units > s.held
          )"""
_CHEAPER: LiteralString = """p.lowest_fen < %(value_fen)s AND EXISTS (
            SELECT FROM variant v JOIN stock s ON s.sku_id = v.sku_id
            WHERE v.product_id = p.product_id AND v.fen < %(value_fen)s AND NOT v.retired AND s.units > s.held
          ) AND NOT EXISTS (
            SELECT FROM variant v JOIN stock s ON s.sku_id = v.sku_id
            WHERE v.product_id = p.product_id AND v.fen = %(value_fen)s AND NOT v.retired AND s.units > s.held
          )"""
_NEWEST: tuple[LiteralString, LiteralString, LiteralString] = (
    "%(value_fen)s::bigint",
    "(p.listed_at, p.product_id) < (%(after_key)s::timestamptz, %(after_id)s)",
    "p.listed_at DESC, p.product_id DESC",
)
_DEAREST: tuple[LiteralString, LiteralString, LiteralString] = (
    "p.lowest_fen",
    "(p.lowest_fen, p.product_id) < (%(after_key)s::bigint, %(after_id)s)",
    "p.lowest_fen DESC, p.product_id DESC",
)

equal = _cards(_EQUAL, *_NEWEST)
cheaper = _cards(_CHEAPER, *_DEAREST)
search_equal = _cards(f"{_MATCH} AND {_EQUAL}", *_NEWEST)
search_cheaper = _cards(f"{_MATCH} AND {_CHEAPER}", *_DEAREST)
