"""Giving and accepting without touching anything but the keyboard."""

import re

from playwright.async_api import Locator

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.test_gift import ADDRESS
from tests.browser.visitor import Visitor

_MOST_STEPS = 80


async def reach(visitor: Visitor, target: Locator) -> None:
    """Tab to it, as somebody without a pointer does."""
    await target.wait_for()
    handle = await target.element_handle()
    for _ in range(_MOST_STEPS):
        if await visitor.page.evaluate("(one) => document.activeElement === one", handle):
            return
        await visitor.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by the keyboard")


async def press(visitor: Visitor, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Reach the button or link of that name, and press it."""
    await reach(visitor, visitor.button(name))
    await visitor.page.keyboard.press(key)


async def test_a_gift_is_given_and_accepted_by_keyboard(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    await stage.shop()
    ann = await (await visit(device="desktop")).sign_in(ann_is)
    bo = await (await visit(device="desktop", reduced=True)).sign_in(bo_is)

    await ann.open(f"/people/{bo_is.person_id}")
    await press(ann, "送礼物")
    goods = ann.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).first
    await reach(ann, goods)
    await ann.page.keyboard.press("Enter")
    await press(ann, re.compile("^送给"))
    await reach(ann, ann.page.get_by_label("想说的话"))
    await ann.page.keyboard.insert_text("只用键盘写的")
    await press(ann, re.compile("送出并付款"))
    await ann.page.wait_for_url(re.compile("/app/charges/"))
    await press(ann, re.compile("打开支付宝付款"))
    pay = ann.page.get_by_role("button", name=re.compile("确认付款"))
    await reach(ann, pay)
    await ann.page.keyboard.press("Enter")
    await ann.page.get_by_role("heading", name="付款成功").wait_for()

    await bo.open("/received")
    await press(bo, re.compile("安安 送你的礼物"))
    await press(bo, re.compile("^拆开"))
    await press(bo, "收下礼物")
    first = bo.page.get_by_role("radio").first
    await reach(bo, first)
    await bo.page.keyboard.press("ArrowDown")
    await bo.page.keyboard.press("ArrowUp")
    await press(bo, "粘贴整段地址")
    await reach(bo, bo.page.get_by_role("textbox", name="粘贴整段地址"))
    await bo.page.keyboard.insert_text(ADDRESS)
    await press(bo, "识别并填入")
    await press(bo, "收下，寄到这里")
    await bo.sees("收下了")
