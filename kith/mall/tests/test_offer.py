"""Rows of a feed become a whole product, or errors with a code."""

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import mall
from kith.kit import money
from kith.mall import offer
from kith.mall.feed import Row
from kith.mall.feed_map import category_of
from kith.mall.offer import BadRow, Reading
from kith.mall.tests.feeds import row

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
DOLLARS = mall.FeedMap(currency="USD", rate=Decimal("7.1234"))


def judged(*rows: dict[str, object], local: bool = False, **agreed: object) -> mall.Draft | list[tuple[int, str, str]]:
    reading = Reading(
        feed_map=mall.FeedMap(**agreed), policy=mall.Policy(), city="Kunming", local_pictures=local, now=NOW
    )
    lists = [
        Row(number, {name: value if isinstance(value, list) else [str(value)] for name, value in values.items()})
        for number, values in enumerate(rows, 2)
    ]
    found = offer.judge(lists, reading)
    return found if isinstance(found, mall.Draft) else [(e.number, e.attribute, e.code) for e in found]


def test_a_plain_row() -> None:
    assert judged(row()) == mall.Draft(
        external_id="A1",
        category="home",
        title="Vase A1",
        story="A vase.",
        brand="",
        ship_from="Kunming",
        ships_to=[],
        ship_within_hours=48,
        occasions=[],
        pictures=["https://shop.example/A1.jpg"],
        variants=[mall.DraftVariant("A1", {}, 28_800, 5)],
    )


def test_variants_of_a_group_make_one_product() -> None:
    both = {"item_group_id": "G", "description": "<p>Red &amp; blue</p>\n\n<br>x"}
    draft = judged(
        row("A1", color="red", size="S", **both),
        row("A2", color="blue", size="S", price="CNY 300", additional_image_link=["https://s.example/2.jpg"], **both),
    )
    assert isinstance(draft, mall.Draft)
    assert draft.external_id == "G"
    assert draft.story == "Red & blue\nx"
    assert [(v.external_id, v.options, v.fen) for v in draft.variants] == [
        ("A1", {"color": "red", "size": "S"}, 28_800),
        ("A2", {"color": "blue", "size": "S"}, 30_000),
    ]
    assert len(draft.pictures) == 3


@pytest.mark.parametrize(
    ("change", "agreed", "field", "value"),
    [
        ({"sale_price": "200 CNY"}, {}, "fen", 20_000),
        (
            {"sale_price": "200 CNY", "sale_price_effective_date": "2026-02-01T00:00+0800/2026-04-01T00:00+0800"},
            {},
            "fen",
            20_000,
        ),
        (
            {"sale_price": "200 CNY", "sale_price_effective_date": "2025-02-01T00:00Z/2025-04-01T00:00Z"},
            {},
            "fen",
            28_800,
        ),
        ({"sale_price": "300 CNY"}, {}, "fen", 28_800),
        ({"price": "288"}, {}, "fen", 28_800),
        ({"price": "288 RMB"}, {}, "fen", 28_800),
        ({"price": "USD 40"}, {"currency": "USD", "rate": Decimal("7.2")}, "fen", 28_800),
        ({"price": "5,000.50 JPY"}, {"currency": "JPY", "rate": Decimal("0.05")}, "fen", 25_003),
        ({"quantity": None}, {}, "units", 5),
        ({"quantity": None}, {"in_stock_units": 2}, "units", 2),
        ({"quantity": None, "sell_on_google_quantity": "7"}, {}, "units", 7),
        ({"availability": "out of stock"}, {}, "units", 0),
        ({"availability": "preorder"}, {}, "units", 0),
        ({"availability": None}, {}, "units", 5),
        ({"max_handling_time": "3"}, {}, "ship_within_hours", 72),
        ({"ship_within_hours": "12"}, {"ship_within_hours": 24}, "ship_within_hours", 12),
        ({}, {"ship_within_hours": 24}, "ship_within_hours", 24),
        ({}, {"ship_from": "Dali"}, "ship_from", "Dali"),
        ({"ships_to": "440000, 530000"}, {}, "ships_to", ["440000", "530000"]),
        ({}, {"ships_to": ["530000"]}, "ships_to", ["530000"]),
        ({"occasions": "Qixi,birthday"}, {}, "occasions", ["birthday", "qixi"]),
        ({}, {"occasions": ["thanks"]}, "occasions", ["thanks"]),
        ({"google_product_category": "2899"}, {}, "category", "flowers"),
        ({"google_product_category": "Home & Garden > Plants > Flowers"}, {}, "category", "flowers"),
        ({"google_product_category": "HOME&GARDEN"}, {"categories": {"home&garden": "beauty"}}, "category", "beauty"),
        ({"product_type": "首饰 > 戒指"}, {"categories": {"首饰": "jewellery"}}, "category", "jewellery"),
        ({"google_product_category": "Toys"}, {"category": "digital"}, "category", "digital"),
        ({"condition": "new"}, {}, "category", "home"),
    ],
)
def test_what_rows_and_map_say(change: dict[str, object], agreed: dict[str, object], field: str, value: object) -> None:
    draft = judged(row(**change), **agreed)
    assert isinstance(draft, mall.Draft)
    assert getattr(draft.variants[0] if field in ("fen", "units") else draft, field) == value


BAD = [
    ({"": "x"}, "row", "more_cells_than_names"),
    ({"condition": "used"}, "condition", "not_new"),
    ({"adult": "yes"}, "adult", "adult"),
    ({"title": None}, "title", "missing"),
    ({"title": "x" * 151}, "title", "too_long"),
    ({"title": "a\x07b"}, "title", "unreadable"),
    ({"title": "caf\ufffd"}, "title", "unreadable"),
    ({"description": None}, "description", "missing"),
    ({"description": "x" * 5001}, "description", "too_long"),
    ({"description": "a\x00b"}, "description", "unreadable"),
    ({"google_product_category": "Toys"}, "product_type", "unknown_category"),
    ({"google_product_category": None}, "google_product_category", "unknown_category"),
    ({"ships_to": "710000"}, "ships_to", "unknown_province"),
    ({"ships_to": "Yunnan"}, "ships_to", "unknown_province"),
    ({"ship_within_hours": "0"}, "max_handling_time", "promise_out_of_range"),
    ({"max_handling_time": "60"}, "max_handling_time", "promise_out_of_range"),
    ({"max_handling_time": "soon"}, "max_handling_time", "bad_number"),
    ({"occasions": "monday"}, "occasions", "unknown_occasion"),
    ({"image_link": None}, "image_link", "missing"),
    ({"image_link": "pictures/a.jpg"}, "image_link", "bad_address"),
    ({"image_link": "file:///etc/passwd"}, "image_link", "bad_address"),
    ({"image_link": "https://"}, "image_link", "bad_address"),
    ({"image_link": "http://[::1"}, "image_link", "bad_address"),
    ({"image_link": "https://s.example/" + "x" * 2000}, "image_link", "bad_address"),
    ({"additional_image_link": ["ftp://s.example/a.jpg"]}, "additional_image_link", "bad_address"),
    ({"price": None}, "price", "missing"),
    ({"price": "free"}, "price", "bad_price"),
    ({"price": "-288 CNY"}, "price", "bad_price"),
    ({"price": "28,8 CNY"}, "price", "bad_price"),
    ({"price": "1e3 CNY"}, "price", "bad_price"),
    ({"price": "CNY 288 CNY"}, "price", "bad_price"),
    ({"price": "２８８ CNY"}, "price", "bad_price"),
    ({"price": "40 USD"}, "price", "wrong_currency"),
    ({"price": "99.99 CNY"}, "price", "price_out_of_range"),
    ({"price": "1000.01 CNY"}, "price", "price_out_of_range"),
    ({"price": "999999999 CNY"}, "price", "price_out_of_range"),
    ({"sale_price": "nothing"}, "price", "bad_price"),
    ({"sale_price": "200", "sale_price_effective_date": "tomorrow"}, "sale_price_effective_date", "bad_period"),
    (
        {"sale_price": "200", "sale_price_effective_date": "2026-01-01/2026-12-31"},
        "sale_price_effective_date",
        "bad_period",
    ),
    ({"availability": "perhaps"}, "availability", "unknown_availability"),
    ({"availability": None, "quantity": None}, "availability", "missing"),
    ({"quantity": "-1"}, "quantity", "bad_number"),
    ({"quantity": "²"}, "quantity", "bad_number"),
    ({"quantity": "9999999999"}, "quantity", "bad_number"),
    ({"color": "x" * 101}, "color", "too_long"),
    ({"id": "x" * 101}, "id", "too_long"),
]


@pytest.mark.parametrize(("change", "attribute", "code"), BAD)
def test_bad_rows(change: dict[str, object], attribute: str, code: str) -> None:
    assert judged(row(**change)) == [(2, attribute, code)]


def test_one_bad_variant_keeps_the_whole_product_out() -> None:
    assert judged(row("A1", color="red"), row("A2", color="blue", price="1"), row("A3", color="red")) == [
        (3, "price", "price_out_of_range"),
        (4, "color", "same_options"),
    ]


def test_too_many_variants() -> None:
    rows = [row(f"A{number}", color=str(number)) for number in range(101)]
    assert judged(*rows) == [(2, "item_group_id", "too_many_variants")]


def test_pictures_beside_the_feed_only_where_that_is_allowed() -> None:
    draft = judged(row(image_link="pictures/a.jpg"), local=True)
    assert isinstance(draft, mall.Draft)
    assert draft.pictures == ["feed:pictures/a.jpg"]
    assert judged(row(image_link="//evil.example/a.jpg"), local=True) == [(2, "image_link", "bad_address")]


@pytest.mark.parametrize(
    "agreed",
    [
        {"rate": "0"},
        {"rate": "-1"},
        {"rate": "2"},
        {"currency": "yuan"},
        {"ships_to": ["710000"]},
        {"category": "toys"},
    ],
)
def test_maps_that_no_feed_could_be_read_with(agreed: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(agreed, mall.FeedMap)


def test_the_longest_known_beginning_of_a_category_wins() -> None:
    feed_map = mall.FeedMap(categories={"Gifts": "home", "Gifts > Rings": "jewellery"})
    assert category_of(["Gifts > Rings > Gold"], feed_map) == "jewellery"
    assert category_of(["gifts>bowls"], feed_map) == "home"
    assert category_of(["Giftsy"], feed_map) is None


AMOUNTS = st.decimals(min_value=0, max_value=999_999, places=2)
RATES = st.decimals(min_value=Decimal("0.0001"), max_value=1000, places=4)


@given(amount=AMOUNTS, rate=RATES)
def test_conversion_is_exact_and_rounds_half_a_fen_up(amount: Decimal, rate: Decimal) -> None:
    exact = Fraction(amount) * Fraction(rate) * 100
    fen = offer.price_fen(f"{amount} USD", mall.FeedMap(currency="USD", rate=rate))
    assert fen == int(exact + Fraction(1, 2))
    assert fen == offer.price_fen(f"USD {amount}", mall.FeedMap(currency="USD", rate=rate))


@given(fen=st.integers(0, 10**11 - 1))
def test_yuan_come_back_as_they_went(fen: int) -> None:
    assert offer.price_fen(f"{money.yuan(fen)} CNY", mall.FeedMap()) == fen


@given(text=st.text(max_size=30))
def test_any_text_is_a_price_or_refused(text: str) -> None:
    with contextlib.suppress(BadRow):
        assert offer.price_fen(text, DOLLARS) >= 0
