"""Goods are found by text, kind and price, a page at a time."""

from datetime import datetime, timedelta

import pytest

from kith import mall
from kith.kit.page import BadCursor
from kith.kit.sql import Tx
from kith.mall.tests.shelf import draft, enter, one_sku, open_shop, variant


async def stocked(tx: Tx, now: datetime) -> None:
    shop = await open_shop(tx, now)
    goods = [
        draft("roses", title="红玫瑰花束", category="flowers", variants=[variant("r", 29_900)], occasions=["qixi"]),
        draft(
            "rose box", title="玫瑰", category="beauty", variants=[variant("b", 12_000), variant("c", 90_000, size="L")]
        ),
        draft("vase", title="花瓶", story="插玫瑰用", variants=[variant("v", 45_000, units=0)]),
        draft("cable", title="USB-C cable", category="digital", variants=[variant("u", 10_000)]),
    ]
    for number, one in enumerate(goods):
        await enter(tx, shop, one, now=now + timedelta(minutes=number))
    await mall.enter_products(tx, shop, [draft("hidden", title="玫瑰 in review")], by="test", now=now)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["cable", "花瓶", "玫瑰", "红玫瑰花束"]),
        ({"text": "玫瑰"}, ["玫瑰", "红玫瑰花束", "花瓶"]),
        ({"text": "玫瑰", "sort": "new"}, ["花瓶", "玫瑰", "红玫瑰花束"]),
        ({"text": "玫瑰", "sort": "price_up"}, ["玫瑰", "红玫瑰花束", "花瓶"]),
        ({"text": "玫瑰", "sort": "price_down"}, ["花瓶", "红玫瑰花束", "玫瑰"]),
        ({"text": "meigui"}, ["玫瑰", "红玫瑰花束"]),
        ({"text": "hmghs"}, ["红玫瑰花束"]),
        ({"text": "usb"}, ["cable"]),
        ({"text": "!?"}, []),
        ({"text": "没有这个"}, []),
        ({"sort": "price_up"}, ["cable", "玫瑰", "红玫瑰花束", "花瓶"]),
        ({"sort": "price_down"}, ["花瓶", "红玫瑰花束", "玫瑰", "cable"]),
        ({"category": "flowers"}, ["红玫瑰花束"]),
        ({"category": "jewellery"}, []),
        ({"occasion": "qixi"}, ["红玫瑰花束"]),
        ({"min_fen": 20_000}, ["花瓶", "红玫瑰花束"]),
        ({"max_fen": 12_000}, ["cable", "玫瑰"]),
        ({"min_fen": 12_000, "max_fen": 29_900, "text": "玫瑰"}, ["玫瑰", "红玫瑰花束"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_lists(tx: Tx, now: datetime, wanted: dict[str, object], found: list[str], limit: int) -> None:
    await stocked(tx, now)
    titles: list[str] = []
    after = None
    for _ in range(10):
        page = await mall.list_goods(tx, mall.Wanted(**wanted), limit, after)
        assert len(page.items) <= limit
        titles += [card.title.removeprefix("USB-C ") for card in page.items]
        if (after := page.next) is None:
            break
    assert titles == found


async def test_a_list_stays_whole_while_goods_arrive(tx: Tx, now: datetime) -> None:
    await stocked(tx, now)
    first = await mall.list_goods(tx, mall.Wanted(), 2, None)
    await one_sku(tx, now + timedelta(hours=1))
    rest = await mall.list_goods(tx, mall.Wanted(), 20, first.next)
    assert [card.title for card in rest.items] == ["玫瑰", "红玫瑰花束"]


async def test_a_card_tells_whether_not_how_many(tx: Tx, now: datetime) -> None:
    await stocked(tx, now)
    page = await mall.list_goods(tx, mall.Wanted(), 20, None)
    assert {card.title: card.available for card in page.items} == {
        "USB-C cable": True,
        "花瓶": False,
        "玫瑰": True,
        "红玫瑰花束": True,
    }


@pytest.mark.parametrize("after", ["x", "bnVsbA", "WzEsMl0"])
async def test_a_foreign_marker_is_refused(tx: Tx, after: str) -> None:
    with pytest.raises(BadCursor):
        await mall.list_goods(tx, mall.Wanted(), 20, after)


@pytest.mark.parametrize(
    ("ships_to", "region", "delivered"),
    [
        ([], "440305", True),
        ([], "650000", True),
        ([], "710000", False),
        ([], "810000", False),
        (["440000", "530000"], "440305", True),
        (["440000"], "450000", False),
        (["440000"], "44", True),
    ],
)
async def test_delivery_area(tx: Tx, now: datetime, ships_to: list[str], region: str, delivered: bool) -> None:
    shop = await open_shop(tx, now)
    await enter(tx, shop, draft(ships_to=ships_to), now=now)
    product = await mall.product(tx, mall.product_id(shop, "vase"))
    assert mall.delivers_to(product, region) is delivered
