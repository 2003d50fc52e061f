"""The town's shops and what they sell: read from `shops.toml` and `catalogue.toml`."""

import hashlib
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from kith import mall, merchants
from kith.main.demo.names import named

_HERE = Path(__file__).parent


class Shop(Struct, frozen=True):
    """A fictional shop, and the slice of its category's goods that it sells."""

    key: str
    name: str
    city: str
    phone: str
    staff: str
    category: mall.Category
    first: int
    goods: int
    format: Literal["xml", "csv"]
    encoding: str = "utf-8"
    currency: str = "CNY"
    rate: Decimal = Decimal(1)
    ships_to: list[str] = []

    @property
    def merchant_id(self) -> merchants.MerchantId:
        """The shop's id, always the same."""
        return merchants.MerchantId(named(f"shop:{self.key}"))

    def sku(self, number: int, variant: int = 0) -> mall.SkuId:
        """The id that a variant of one of its goods gets in the mall."""
        group = article(self.key, number)
        return mall.sku_id(mall.product_id(self.merchant_id, group), f"{group}-{variant + 1}")


class Variant(NamedTuple):
    """One line of a feed: an option's value, its price in the shop's own currency, and how many there are."""

    article: str
    value: str
    price: str
    units: int


class Goods(NamedTuple):
    """One product, as its shop describes it."""

    article: str
    title: str
    story: str
    type: str
    google: str
    subject: str
    tone: str
    option: str
    occasions: list[mall.Occasion]
    variants: list[Variant]


class _Options(Struct):
    attribute: str
    values: list[tuple[str, float]]


class _Range(Struct):
    """What one category offers: things, the looks they come in, and what is said of them."""

    types: dict[str, str]
    google: str
    things: list[tuple[str, str, str, int, str, list[mall.Occasion]]]
    looks: list[tuple[str, str, str, int]]
    stories: list[tuple[str, str]]


class _Catalogue(Struct):
    options: dict[str, _Options]
    flowers: _Range
    home: _Range
    beauty: _Range
    digital: _Range
    jewellery: _Range


@cache
def shops() -> dict[str, Shop]:
    """Every shop by its key."""
    found = msgspec.convert(tomllib.loads((_HERE / "shops.toml").read_text())["shop"], list[Shop])
    return {shop.key: shop for shop in found}


def goods_of(shop: Shop) -> list[Goods]:
    """What the shop sells."""
    return [_goods(shop, number) for number in range(shop.goods)]


def article(key: str, number: int) -> str:
    """What a shop calls its goods number so and so."""
    return f"{key}-{number + 1:02d}"


@cache
def _catalogue() -> _Catalogue:
    return msgspec.convert(tomllib.loads((_HERE / "catalogue.toml").read_text()), _Catalogue)


def _goods(shop: Shop, number: int) -> Goods:
    place = shop.first + number
    offered: _Range = getattr(_catalogue(), shop.category)
    thing, en_thing, subject, yuan, options, occasions = offered.things[place % len(offered.things)]
    # Two looks in turn for each round of things: no thing comes in the same look twice.
    look, en_look, tone, more = offered.looks[place // len(offered.things) * 2 + place % 2]
    told = [offered.stories[0], offered.stories[1 + place % (len(offered.stories) - 1)]]
    story = "\n".join(line for pair in zip(*told, strict=True) for line in pair)
    group = article(shop.key, number)
    choice = _catalogue().options[options]
    return Goods(
        article=group,
        title=f"{look}·{thing} {en_look} {en_thing}",
        story=story.format(look=look, en_look=en_look),
        type=offered.types[subject],
        google=offered.google,
        subject=subject,
        tone=tone,
        option=choice.attribute,
        occasions=occasions,
        variants=[
            Variant(f"{group}-{count}", value, _price(shop, (yuan + more) * factor), _units(group, count))
            for count, (value, factor) in enumerate(choice.values, 1)
        ],
    )


def _price(shop: Shop, yuan: float) -> str:
    """A price in the shop's currency: whole yuan, or so many and 99 hundredths."""
    if shop.currency == "CNY":
        return f"{round(yuan)}.00 CNY"
    whole = (Decimal(yuan) / shop.rate).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{whole}.99 {shop.currency}"


def _units(group: str, count: int) -> int:
    """Mostly a handful or two; one variant in thirty has run out, never a product's first."""
    dice = hashlib.sha256(f"{group}/{count}".encode()).digest()
    return 0 if count > 1 and dice[0] % 30 == 0 else 4 + dice[1] % 24
