"""Rows of a feed judged: they become the draft of a product, or errors with a code."""

import html
import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import get_args
from urllib.parse import urlsplit

from msgspec import Struct

from kith.kit import money
from kith.mall.draft import Draft, DraftVariant
from kith.mall.feed import EXTRA, Row
from kith.mall.feed_map import FeedMap, category_of
from kith.mall.goods import PROVINCES, Category, Occasion
from kith.mall.policy import Policy

_AMOUNT = r"(?P<{}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,4}})?|\d{{1,9}}(?:\.\d{{1,4}})?)"
_PRICE = re.compile(rf"(?:(?P<before>[A-Z]{{3}})\s*)?{_AMOUNT.format('amount')}(?:\s*(?P<after>[A-Z]{{3}}))?", re.ASCII)
_TAG = re.compile(r"<[^<>]*>")
_OPTIONS = ("color", "size", "material", "pattern")
_OUT = {"out_of_stock", "preorder", "backorder"}
_OCCASIONS: frozenset[str] = frozenset(get_args(Occasion))
_WITHIN = {"id": 100, "item_group_id": 100, "title": 150, "brand": 70, "description": 5_000, "ship_from": 40, "": 100}

LOCAL = "feed:"
"""What the source of a picture begins with that lies in the feed's own folder."""


class BadRow(Exception):
    """A row that cannot become a product: which attribute, and why, as a code."""

    def __init__(self, attribute: str, code: str) -> None:
        super().__init__(f"{attribute}: {code}")
        self.attribute = attribute
        self.code = code


class RowError(Struct, frozen=True):
    """What is wrong with a row, as it is reported."""

    number: int
    attribute: str
    code: str
    item: str


class Reading(Struct, frozen=True, kw_only=True):
    """What rows are read with."""

    feed_map: FeedMap
    policy: Policy
    city: str
    """Where the shop is: goods ship from there unless something else is said."""
    local_pictures: bool
    now: datetime


def judge(rows: list[Row], reading: Reading) -> Draft | list[RowError]:
    """The product that these rows, its variants, make together; or what is wrong with each bad one. It enters whole or
    not at all."""
    errors: list[RowError] = []
    variants: list[DraftVariant] = []
    pictures: dict[str, None] = {}
    drafts: list[Draft] = []
    for row in rows:
        try:
            draft = _draft(row, reading, [variant.options for variant in variants])
            drafts.append(draft)
            variants += draft.variants
            pictures.update(dict.fromkeys(draft.pictures))
        except BadRow as bad:
            errors.append(RowError(row.number, bad.attribute, bad.code, item(row)))
    if len(rows) > reading.policy.max_variants:
        errors.append(RowError(rows[0].number, "item_group_id", "too_many_variants", item(rows[0])))
    if errors:
        return errors
    first = drafts[0]
    return Draft(
        external_id=product_key(rows[0]),
        category=first.category,
        title=first.title,
        story=first.story,
        brand=first.brand,
        ship_from=first.ship_from,
        ships_to=first.ships_to,
        ship_within_hours=first.ship_within_hours,
        occasions=first.occasions,
        pictures=list(pictures)[: reading.policy.max_pictures],
        variants=variants,
    )


def product_key(row: Row) -> str:
    """What the product of a row is called: its group, or itself."""
    return _key((row.attributes.get("item_group_id") or row.attributes.get("id") or [""])[0])


def variant_key(row: Row) -> str:
    """What the row itself is called."""
    return _key((row.attributes.get("id") or [""])[0])


def item(row: Row) -> str:
    """How an error names the row's item."""
    return variant_key(row)[:60]


def price_fen(text: str, feed_map: FeedMap) -> int:
    """`15.00 USD`, `USD 15.00` or `15.00` in fen by the map's rate. Raises `BadRow`."""
    match = _PRICE.fullmatch(text.strip().upper())
    if match is None or (match["before"] and match["after"]):
        raise BadRow("price", "bad_price")
    currency = match["before"] or match["after"] or feed_map.currency
    if ("CNY" if currency == "RMB" else currency) != feed_map.currency:
        raise BadRow("price", "wrong_currency")
    return money.converted(Decimal(match["amount"].replace(",", "")), feed_map.rate)


def _key(text: str) -> str:
    # The database keeps no zero bytes; what has one is refused when it is judged.
    return text[:200].replace("\0", "\ufffd")


def _draft(row: Row, reading: Reading, taken: list[dict[str, str]]) -> Draft:
    if EXTRA in row.attributes:
        raise BadRow("row", "more_cells_than_names")
    if _one(row, "condition").lower() not in ("", "new"):
        raise BadRow("condition", "not_new")
    if _one(row, "adult").lower() in ("yes", "true"):
        raise BadRow("adult", "adult")
    external = _required(row, "id")
    options = {name: value for name in _OPTIONS if (value := _one(row, name))}
    if options in taken:
        raise BadRow("color", "same_options")
    return Draft(
        external_id=external,
        title=_required(row, "title"),
        story=_story(row),
        brand=_one(row, "brand"),
        category=_category(row, reading.feed_map),
        ship_from=_one(row, "ship_from") or reading.feed_map.ship_from or reading.city,
        ships_to=_provinces(row, reading.feed_map),
        ship_within_hours=_promise(row, reading),
        occasions=_occasions(row, reading.feed_map),
        pictures=_pictures(row, local=reading.local_pictures),
        variants=[
            DraftVariant(
                external_id=external,
                options=options,
                fen=_fen(row, reading),
                units=_units(row, reading.feed_map),
            )
        ],
    )


def _one(row: Row, name: str) -> str:
    values = row.attributes.get(name)
    if not values:
        return ""
    text = " ".join(values[0].split()) if name != "description" else values[0]
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text) or "\ufffd" in text:
        raise BadRow(name, "unreadable")
    if name != "description" and len(text) > _WITHIN.get(name, _WITHIN[""]):
        raise BadRow(name, "too_long")
    return text


def _required(row: Row, name: str) -> str:
    text = _one(row, name)
    if not text:
        raise BadRow(name, "missing")
    return text


def _story(row: Row) -> str:
    text = html.unescape(_TAG.sub(" ", _required(row, "description")))
    lines = (" ".join(line.split()) for line in text.splitlines())
    story = "\n".join(line for line in lines if line)
    if len(story) > _WITHIN["description"]:
        raise BadRow("description", "too_long")
    return story


def _category(row: Row, feed_map: FeedMap) -> Category:
    paths = [*row.attributes.get("product_type", []), *row.attributes.get("google_product_category", [])]
    found = category_of(paths, feed_map)
    if found is None:
        raise BadRow("product_type" if paths else "google_product_category", "unknown_category")
    return found


def _fen(row: Row, reading: Reading) -> int:
    fen = price_fen(_required(row, "price"), reading.feed_map)
    sale = _one(row, "sale_price")
    if sale and _on_sale(row, reading.now):
        fen = min(fen, price_fen(sale, reading.feed_map))
    if not reading.policy.min_fen <= fen <= reading.policy.max_fen:
        raise BadRow("price", "price_out_of_range")
    return fen


def _on_sale(row: Row, now: datetime) -> bool:
    period = _one(row, "sale_price_effective_date")
    if not period:
        return True
    try:
        begin, end = (datetime.fromisoformat(moment.strip()) for moment in period.split("/"))
        running = begin <= now <= end
    except (ValueError, TypeError) as error:
        raise BadRow("sale_price_effective_date", "bad_period") from error
    return running


def _units(row: Row, feed_map: FeedMap) -> int:
    state = _one(row, "availability").lower().replace(" ", "_")
    if state in _OUT:
        return 0
    if state not in ("in_stock", "limited_availability", ""):
        raise BadRow("availability", "unknown_availability")
    for name in ("quantity", "sell_on_google_quantity", "inventory"):
        if _one(row, name):
            return _number(row, name, 1_000_000)
    if not state:
        raise BadRow("availability", "missing")
    return feed_map.in_stock_units


def _promise(row: Row, reading: Reading) -> int:
    hours = reading.feed_map.ship_within_hours or reading.policy.ship_within_hours
    if _one(row, "ship_within_hours"):
        hours = _number(row, "ship_within_hours", 10_000)
    elif _one(row, "max_handling_time"):
        hours = 24 * max(_number(row, "max_handling_time", 1_000), 1)
    if not 1 <= hours <= reading.policy.max_ship_within_hours:
        raise BadRow("max_handling_time", "promise_out_of_range")
    return hours


def _number(row: Row, name: str, most: int) -> int:
    text = _one(row, name)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= most):
        raise BadRow(name, "bad_number")
    return int(text)


def _provinces(row: Row, feed_map: FeedMap) -> list[str]:
    named = _list(row, "ships_to")
    if not set(named) <= PROVINCES:
        raise BadRow("ships_to", "unknown_province")
    return sorted(set(named or feed_map.ships_to))


def _occasions(row: Row, feed_map: FeedMap) -> list[Occasion]:
    named = [name.lower() for name in _list(row, "occasions")]
    if not set(named) <= _OCCASIONS:
        raise BadRow("occasions", "unknown_occasion")
    wanted = set(named) or set(feed_map.occasions)
    return [occasion for occasion in get_args(Occasion) if occasion in wanted]


def _list(row: Row, name: str) -> list[str]:
    return [part.strip() for value in row.attributes.get(name, []) for part in value.split(",") if part.strip()]


def _pictures(row: Row, *, local: bool) -> list[str]:
    main = row.attributes.get("image_link", [])[:1]
    if not main:
        raise BadRow("image_link", "missing")
    more = [part for value in row.attributes.get("additional_image_link", []) for part in value.split(",")]
    sources: list[str] = []
    for name, text in [("image_link", main[0]), *(("additional_image_link", text) for text in more)]:
        source = text.strip()
        if not source:
            continue
        if len(source) > 2_000 or not source.isprintable():
            raise BadRow(name, "bad_address")
        sources.append(_source(name, source, local=local))
    return list(dict.fromkeys(sources))


def _source(name: str, text: str, *, local: bool) -> str:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadRow(name, "bad_address") from error
    if parts.scheme in ("http", "https") and parts.hostname:
        return text
    if local and not parts.scheme and not parts.netloc:
        return LOCAL + text
    raise BadRow(name, "bad_address")
