"""Only an operator lists goods; who said what, and why, is kept."""

from datetime import datetime

import pytest

from kith import mall
from kith.kit import ids
from kith.kit.sql import Tx
from kith.mall.tests.shelf import counts, draft, open_shop, reviews, state_of, variant

STEPS = {
    "in_review": [],
    "listed": ["approved"],
    "draft": ["rejected"],
    "delisted": ["approved", "delisted"],
}


async def entered(tx: Tx, now: datetime, state: str = "in_review") -> mall.ProductId:
    shop = await open_shop(tx, now)
    await mall.enter_products(tx, shop, [draft()], by="test", now=now)
    product_id = mall.product_id(shop, "vase")
    for decision in STEPS[state]:
        await mall.review(tx, product_id, decision, by="Olga", why="seen", now=now)
    return product_id


@pytest.mark.parametrize(
    ("state", "decision", "then"),
    [
        ("in_review", "approved", "listed"),
        ("in_review", "rejected", "draft"),
        ("in_review", "delisted", "delisted"),
        ("listed", "delisted", "delisted"),
        ("draft", "approved", "listed"),
        ("delisted", "approved", "listed"),
        ("listed", "approved", None),
        ("listed", "rejected", None),
        ("draft", "rejected", None),
        ("delisted", "delisted", None),
    ],
)
async def test_decisions(tx: Tx, now: datetime, state: str, decision: mall.Decision, then: str | None) -> None:
    product_id = await entered(tx, now, state)
    if then is None:
        with pytest.raises(mall.NotUnderReview):
            await mall.review(tx, product_id, decision, by="Olga", why="seen", now=now)
    else:
        assert (await mall.review(tx, product_id, decision, by="Olga", why="seen", now=now)).state == then


async def test_refusals(tx: Tx, now: datetime) -> None:
    with pytest.raises(mall.ProductNotFound):
        await mall.review(tx, mall.ProductId(ids.new(now)), "approved", by="Olga", why="", now=now)
    product_id = await entered(tx, now)
    for decision in ("rejected", "delisted"):
        with pytest.raises(mall.WhyMissing):
            await mall.review(tx, product_id, decision, by="Olga", why=" ", now=now)
    with pytest.raises(mall.ProductNotFound):
        await mall.view_goods(tx, product_id)


async def test_every_word_is_kept(tx: Tx, now: datetime) -> None:
    product_id = await entered(tx, now)
    await mall.review(tx, product_id, "rejected", by="Olga", why="blurred picture", now=now)
    await mall.review(tx, product_id, "approved", by="Pavel", why="", now=now)
    assert await reviews.all(tx, product_id=product_id) == [
        "1 submitted test ",
        "2 rejected Olga blurred picture",
        "3 approved Pavel ",
    ]


async def test_the_queue_is_walked_by_pages(tx: Tx, now: datetime) -> None:
    shop, other = await open_shop(tx, now), await open_shop(tx, now)
    for one in (shop, other):
        await mall.enter_products(tx, one, [draft(f"vase {number}") for number in range(3)], by="test", now=now)
    seen, after = [], None
    while True:
        page = await mall.review_queue(tx, None, 4, after)
        seen += [waiting.product_id for waiting in page.items if waiting.merchant_id in (shop, other)]
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 6
    assert len((await mall.review_queue(tx, shop, 100, None)).items) == 3


class TestEntering:
    """What a shop says again of its goods."""

    async def listed(self, tx: Tx, now: datetime) -> tuple[mall.ProductId, object]:
        shop = await open_shop(tx, now)
        two = draft(variants=[variant("red", color="red"), variant("blue", color="blue")])
        await mall.enter_products(tx, shop, [two], by="test", now=now)
        product_id = mall.product_id(shop, "vase")
        await mall.review(tx, product_id, "approved", by="Olga", why="", now=now)
        return product_id, shop

    async def again(self, tx: Tx, shop: object, now: datetime, **other: object) -> mall.Entered:
        return await mall.enter_products(tx, shop, [draft(**other)], by="test", now=now)

    async def test_the_same_touches_nothing(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        same = [variant("red", color="red"), variant("blue", color="blue")]
        assert await self.again(tx, shop, now, variants=same) == mall.Entered(0, 0, 1)
        assert await state_of.one(tx, product_id=product_id) == "listed"

    async def test_a_change_goes_into_review(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        assert await self.again(tx, shop, now, title="Another") == mall.Entered(0, 1, 0)
        assert await state_of.one(tx, product_id=product_id) == "in_review"

    async def test_units_alone_need_no_review(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        more = [variant("red", color="red", units=9), variant("blue", color="blue")]
        assert await self.again(tx, shop, now, variants=more) == mall.Entered(0, 1, 0)
        assert await state_of.one(tx, product_id=product_id) == "listed"
        assert await counts.one(tx, sku_id=mall.sku_id(product_id, "red")) == "9 0"

    async def test_a_variant_that_is_gone_is_sold_no_more_and_may_come_back(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        red = mall.sku_id(product_id, "red")
        await self.again(tx, shop, now, variants=[variant("blue", color="blue")])
        assert (await mall.variant(tx, red)).available == 0
        assert [found.options for found in await mall.variants(tx, product_id)] == [{"color": "blue"}]
        await self.again(tx, shop, now, variants=[variant("red", color="red"), variant("blue", color="blue")])
        assert (await mall.variant(tx, red)).available == 5

    async def test_the_same_count_again_does_not_undo_what_was_sold(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        red, holder = mall.sku_id(product_id, "red"), ids.new(now)
        await mall.take(tx, red, holder, now)
        await mall.hand_over(tx, red, holder, now)
        same = [variant("red", color="red"), variant("blue", color="blue")]
        await self.again(tx, shop, now, variants=same)
        assert await counts.one(tx, sku_id=red) == "4 0"

    async def test_a_count_that_does_not_know_of_a_promise_cannot_sell_it_again(self, tx: Tx, now: datetime) -> None:
        product_id, shop = await self.listed(tx, now)
        red = mall.sku_id(product_id, "red")
        await mall.take(tx, red, ids.new(now), now)
        fewer = [variant("red", color="red", units=1), variant("blue", color="blue")]
        await self.again(tx, shop, now, variants=fewer)
        assert (await mall.variant(tx, red)).available == 0
