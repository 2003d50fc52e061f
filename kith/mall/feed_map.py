"""How one shop's feed is to be read: its money, its categories, and what holds where a row is silent."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from kith.kit.sql import Query, Statement
from kith.mall.goods import PROVINCES, Category, Occasion

_GOOGLE: dict[str, Category] = {
    "188": "jewellery",
    "473": "beauty",
    "536": "home",
    "985": "flowers",
    "2082": "digital",
    "2899": "flowers",
    "apparel & accessories > jewelry": "jewellery",
    "arts & entertainment > party & celebration > gift giving > fresh cut flowers": "flowers",
    "electronics": "digital",
    "health & beauty > personal care > cosmetics": "beauty",
    "home & garden": "home",
    "home & garden > plants": "flowers",
    "flowers": "flowers",
    "home": "home",
    "beauty": "beauty",
    "digital": "digital",
    "jewellery": "jewellery",
    "jewelry": "jewellery",
    "鲜花": "flowers",
    "家居": "home",
    "美妆": "beauty",
    "数码": "digital",
    "珠宝": "jewellery",
}
"""Numbers and paths of Google's product taxonomy, and the five categories by their own names."""


class FeedMap(Struct, frozen=True, kw_only=True):
    """What an operator agreed with a shop about its feed.

    `rate` is yuan per unit of `currency`; `categories` maps the shop's own (a path with ` > `, or the beginning of one)
    to the five; `in_stock_units` is what "in stock" without a number counts as.
    """

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "CNY"
    rate: Decimal = Decimal(1)
    categories: dict[str, Category] = {}
    category: Category | None = None
    ship_from: str | None = None
    ships_to: list[str] = []
    ship_within_hours: Annotated[int, Meta(ge=1)] | None = None
    occasions: list[Occasion] = []
    in_stock_units: Annotated[int, Meta(ge=0, le=1_000_000)] = 5

    def __post_init__(self) -> None:
        """`ValueError` for what no feed could be read with."""
        if not set(self.ships_to) <= PROVINCES:
            raise ValueError("ships_to takes GB/T 2260 codes of mainland provinces, such as 530000")
        if not self.rate.is_finite() or self.rate <= 0:
            raise ValueError("rate is yuan per unit of the currency, above zero")
        if self.currency == "CNY" and self.rate != 1:
            raise ValueError("a yuan is a yuan: rate is 1 for CNY")


def category_of(paths: list[str], feed_map: FeedMap) -> Category | None:
    """What the longest known beginning of one of these paths stands for; the shop's own map comes first."""
    own: dict[str, Category] = {_path(path): category for path, category in feed_map.categories.items()}
    for known in (own, _GOOGLE):
        for path in paths:
            parts = _path(path).split(" > ")
            for length in range(len(parts), 0, -1):
                found = known.get(" > ".join(parts[:length]))
                if found is not None:
                    return found
    return feed_map.category


def _path(text: str) -> str:
    return " > ".join(" ".join(part.split()) for part in text.casefold().split(">"))


find = Query(str, "SELECT map FROM feed_map WHERE merchant_id = %(merchant_id)s")

put = Statement("""
    INSERT INTO feed_map (merchant_id, map, changed_at) VALUES (%(merchant_id)s, %(map)s, %(now)s)
    ON CONFLICT (merchant_id) DO UPDATE SET map = excluded.map, changed_at = excluded.changed_at
""")
