"""What the mall sells: products, their variants, and who may see what of them."""

from datetime import timedelta
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import merchants
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query

ProductId = NewType("ProductId", UUID)
SkuId = NewType("SkuId", UUID)

Category = merchants.Category
ProductState = Literal["draft", "in_review", "listed", "delisted"]
Occasion = Literal[
    "birthday",
    "anniversary",
    "valentine",
    "qixi",
    "spring_festival",
    "mid_autumn",
    "mothers_day",
    "fathers_day",
    "graduation",
    "wedding",
    "new_baby",
    "housewarming",
    "thanks",
    "get_well",
    "sorry",
]

PROVINCES = frozenset(
    f"{code}0000"
    for code in (
        *(11, 12, 13, 14, 15, 21, 22, 23),
        *(31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46),
        *(50, 51, 52, 53, 54, 61, 62, 63, 64, 65),
    )
)
"""GB/T 2260 codes of the mainland's provinces."""


class Product(Struct, frozen=True):
    """A product as the program knows it. `ships_to` empty is the whole mainland; `picture_id` is its first picture."""

    product_id: ProductId
    merchant_id: merchants.MerchantId
    category: Category
    title: str
    story: str
    brand: str
    ship_from: str
    ships_to: list[str]
    ship_within_hours: int
    occasions: list[Occasion]
    state: ProductState
    lowest_fen: int
    picture_id: str | None

    @property
    def promise(self) -> timedelta:
        """How long the shop takes to send it."""
        return timedelta(hours=self.ship_within_hours)


class Variant(Struct, frozen=True):
    """A variant with its exact stock: for the program and the shop's own staff, never for anyone else."""

    sku_id: SkuId
    product_id: ProductId
    options: dict[str, str]
    fen: int
    available: int


class ProductNotFound(Refusal, status=404):
    """There is no such product in the mall."""


class VariantNotFound(Refusal, status=404):
    """There is no such variant in the mall."""


def product_id(merchant_id: UUID, external_id: str) -> ProductId:
    """The id that a shop's product has always had, whichever feed names it."""
    return ProductId(ids.derived(merchant_id, f"product:{external_id}"))


def sku_id(product: ProductId, external_id: str) -> SkuId:
    """The id that a product's variant has always had."""
    return SkuId(ids.derived(product, f"sku:{external_id}"))


def delivers_to(product: Product, region: str) -> bool:
    """Whether the product is delivered to a region, named by any GB/T 2260 code inside its province."""
    province = f"{region[:2]}0000"
    return province in (product.ships_to or PROVINCES)


product = Query(
    Product,
    """
    SELECT p.product_id, p.merchant_id, p.category, p.title, p.story, p.brand, p.ship_from, p.ships_to,
           p.ship_within_hours, p.occasions, p.state, p.lowest_fen,
           (SELECT f.picture_id FROM product_picture f
            WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id
    FROM product p
    WHERE p.product_id = %(product_id)s
    """,
)

product_of = Query(
    Product,
    """
    SELECT p.product_id, p.merchant_id, p.category, p.title, p.story, p.brand, p.ship_from, p.ships_to,
           p.ship_within_hours, p.occasions, p.state, p.lowest_fen,
           (SELECT f.picture_id FROM product_picture f
            WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id
    FROM variant v JOIN product p ON p.product_id = v.product_id
    WHERE v.sku_id = %(sku_id)s
    """,
)

pictures = Query(
    str,
    """
    SELECT picture_id FROM product_picture
    WHERE product_id = %(product_id)s AND state = 'stored' AND picture_id IS NOT NULL
    ORDER BY position
    """,
)

variant = Query(
    Variant,
    """
    SELECT v.sku_id, v.product_id, v.options, v.fen, greatest(s.units - s.held, 0) AS available
    FROM variant v JOIN stock s ON s.sku_id = v.sku_id
    WHERE v.sku_id = %(sku_id)s
    """,
)

variants = Query(
    Variant,
    """
    SELECT v.sku_id, v.product_id, v.options, v.fen, greatest(s.units - s.held, 0) AS available
    FROM variant v JOIN stock s ON s.sku_id = v.sku_id
    WHERE v.product_id = ANY(%(product_ids)s) AND NOT v.retired
    ORDER BY v.product_id, v.position
    """,
)
