"""Friends pay together: the giver's screen moves on as a friend pays, who came over the link and had to sign in."""

import re

from kith.main.stories.actor import Actor
from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.test_gift import pay_at_the_cashier
from tests.browser.visitor import Visitor


async def ask(ann: Visitor) -> None:
    """One friend, any amount, and why."""
    await ann.press("请朋友付")
    await ann.page.get_by_label(re.compile("小迪")).check()
    await ann.fill("想说的话", "他最近很累，一起给他惊喜")
    await ann.accessible("asking friends")
    await ann.press("发给 1 位朋友")
    await ann.sees("你请过的朋友")


async def come_and_pay(chen: Visitor, chen_is: Actor, link: str) -> None:
    """Over the link, signing in on the way, and with a part of the price."""
    await chen.page.goto(link)
    await chen.press("用手机号继续")
    await chen.sign_in(chen_is)
    await chen.page.goto(link)
    await chen.page.get_by_role("heading", name="安安请你一起付款").wait_for()
    await chen.sees(re.compile("确认是本人再付"))
    await chen.page.get_by_label("自己定").check()
    await chen.fill("金额", "50")
    await chen.accessible("what a friend asks")
    await chen.press(re.compile("^去付款"))
    await chen.page.wait_for_url(re.compile("/app/charges/"))
    await pay_at_the_cashier(chen)
    await chen.sees("你的一份已付")


async def test_friends_pay_together(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    chen_is, dee_is = await stage.person("陈橙"), await stage.person("小迪")
    for friend in (chen_is, dee_is):
        await ann_is.follow(friend)
        await friend.follow(ann_is)
    shop = await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    bo = await (await visit(device="desktop")).sign_in(bo_is)
    chen = await visit(theme="dark")

    await ann.open(f"/give/card?to={bo_is.person_id}&goods={shop.product_id}&sku={shop.red}")
    await ann.page.get_by_label("和朋友一起付").check()
    await ann.press("开始凑钱")
    await ann.page.get_by_role("heading", name="等大家一起付").wait_for()
    await ask(ann)
    await ann.press("分享链接")
    link = await ann.page.get_by_text(re.compile(r"/app/pay/")).inner_text()
    await ann.page.keyboard.press("Escape")

    await come_and_pay(chen, chen_is, link)
    await ann.page.get_by_role("link", name="陈橙").wait_for()
    await ann.sees("已凑到 ¥50")
    await ann.accessible("a gift that friends pay")

    await ann.press("我来付")
    await ann.page.get_by_role("dialog").get_by_role("button", name="去付款").click()
    await ann.page.wait_for_url(re.compile("/app/charges/"))
    await pay_at_the_cashier(ann)
    await ann.press("看看这份礼物")
    await ann.page.get_by_role("heading", name="礼物已送达博文的礼物盒").wait_for()
    await chen.press("看看这份礼物")
    await chen.page.get_by_role("heading", name="已送到博文的礼物盒").wait_for()
    await chen.accessible("a gift that one helped to pay")
    await bo.open("/received")
    await bo.page.get_by_role("link", name=re.compile("安安 送你的礼物")).click()
    await bo.press(re.compile("^拆开"))
    await bo.sees("和陈橙一起送的")

    await chen.open("/asks")
    await chen.sees("已凑齐")
    await chen.accessible("asked of me")
