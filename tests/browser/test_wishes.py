"""A wish: marked on the goods, found by a friend on the wisher's page and given from there, or paid for when asked."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit


async def test_a_friend_finds_a_wish_and_gives_it(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    shop = await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    bo = await (await visit(theme="dark")).sign_in(bo_is)

    await bo.open(f"/goods/{shop.product_id}")
    heart = bo.page.get_by_role("button", name=re.compile("^想要"))
    await heart.click()
    await bo.sees("已加入心愿单")
    assert await heart.get_attribute("aria-pressed") == "true"
    await bo.open("/me/wishes")
    await bo.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).wait_for()
    await bo.accessible("my wishes")

    await ann.open(f"/people/{bo_is.person_id}")
    await ann.page.get_by_role("heading", name="心愿单").wait_for()
    await ann.accessible("a friend's page with wishes")
    await ann.press("全部")
    await ann.page.get_by_role("heading", name="博文的心愿单").wait_for()
    await ann.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).click()
    await ann.sees("有朋友想要这个")
    await ann.press("送给博文")
    await ann.page.get_by_role("heading", name="写张卡片").wait_for()

    await heart.click()
    await bo.sees("已从心愿单移除")
    await bo.sees("还没有心愿")


async def test_a_friend_pays_for_a_wish(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    shop = await stage.shop()
    ann = await (await visit(theme="dark")).sign_in(ann_is)
    bo = await (await visit()).sign_in(bo_is)

    await bo.open(f"/give/friend?goods={shop.product_id}&sku={shop.red}")
    await bo.press(re.compile("送给我自己"))
    await bo.page.get_by_role("heading", name="写张卡片").wait_for()
    await bo.accessible("a card to oneself")
    await bo.press("开始凑钱")
    await bo.page.get_by_role("heading", name="等大家一起付").wait_for()
    gift_id = bo.page.url.rsplit("/", 1)[1]
    await bo.press("请朋友付")
    await bo.page.get_by_label(re.compile("安安")).check()
    await bo.press("发给 1 位朋友")
    await bo.sees("你请过的朋友")

    await ann.open("/asks")
    await ann.press(re.compile("博文请你一起付款"))
    await ann.sees("博文想要的")
    await stage.pay_part(ann_is, gift_id, shop.fen)
    await ann.sees("已凑齐")
    await bo.open(f"/received/{gift_id}")
    await bo.press(re.compile("^拆开"))
    await bo.sees("来自安安")
