"""A gift from hand to hand, in the browsers of all it concerns; the giver's never receives a byte of the address."""

import re

from kith.main.stories.shop import Shop
from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

ADDRESS = "陈虚构 13912345678 上海市黄浦区虚构路88号3单元502室"
SECRETS = ("陈虚构", "13912345678", "黄浦", "310101", "虚构路88号", "502室")
"""Every part of it that names a place or a person."""


async def become_friends(one: Visitor, other: Visitor, one_id: str, other_id: str) -> None:
    """Each follows the other; the first sees at once that they are friends."""
    await one.open(f"/people/{other_id}")
    await one.press("关注")
    await one.sees("等 TA 也关注你")
    await other.open(f"/people/{one_id}")
    await other.press("回关，成为朋友")
    await other.button("送礼物").wait_for()
    await one.page.get_by_role("link", name="送礼物").wait_for()


async def give(giver: Visitor, words: str = "生日快乐！") -> None:
    """From the friend's page to the payment: what, and the card."""
    await giver.press("送礼物")
    await giver.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).first.click()
    await giver.press(re.compile("^送给"))
    await giver.page.get_by_role("heading", name="写张卡片").wait_for()
    await giver.fill("想说的话", words)
    await giver.page.get_by_label("经典红").check()
    await giver.press(re.compile("送出并付款"))
    await giver.page.wait_for_url(re.compile("/app/charges/"))


async def pay_at_the_cashier(giver: Visitor) -> None:
    """Go to the gateway and pay there; it leads back."""
    await giver.press(re.compile("^打开支付宝付款"))
    await giver.page.get_by_role("button", name=re.compile("确认付款")).click()
    await giver.page.get_by_role("heading", name="付款成功").wait_for()


async def accept(recipient: Visitor) -> None:
    """Unwrap it, and say where it goes."""
    await recipient.press(re.compile("^拆开"))
    await recipient.page.get_by_role("heading", name=re.compile("十一枝玫瑰花束")).wait_for()
    await recipient.press("收下礼物")
    await recipient.page.get_by_role("radio").first.wait_for()
    await recipient.page.get_by_label(re.compile("white|白")).check()
    await recipient.page.get_by_text(re.compile("粘贴整段地址")).first.click()
    await recipient.fill("粘贴整段地址", ADDRESS)
    await recipient.press("识别并填入")
    await recipient.sees(re.compile("都认出来了|已填入"))
    await recipient.press("收下，寄到这里")
    await recipient.sees("收下了")


async def ship(staff: Visitor, shop: Shop) -> None:
    """Find the order, look at the address, and hand the parcel to a carrier."""
    await staff.open(f"/shops/{shop.merchant_id}")
    await staff.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).first.click()
    await staff.press("查看地址")
    await staff.sees("虚构路88号")
    await staff.page.get_by_label("快递公司").select_option(label="顺丰速运")
    await staff.fill("快递单号", "SF1234567890123")
    await staff.press("已寄出")
    await staff.sees("已发货，对方会看到物流")


async def test_from_hand_to_hand(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.person("安安"), await stage.person("博文")
    shop = await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    bo = await (await visit(theme="dark")).sign_in(bo_is)
    wen = await (await visit(device="desktop")).sign_in(shop.staff)

    await become_friends(ann, bo, ann_is.person_id, bo_is.person_id)
    await bo.open("/received")
    await bo.sees("礼物盒还空着")
    await give(ann)
    await pay_at_the_cashier(ann)
    await ann.press("看看这份礼物")
    await ann.page.get_by_role("heading", name="礼物已送达博文的礼物盒").wait_for()

    await bo.page.get_by_role("link", name=re.compile("安安 送你的礼物")).click()
    await accept(bo)
    await ann.page.get_by_role("heading", name="博文收下了").wait_for()

    await stage.until(20)
    await ship(wen, shop)
    await stage.settle()
    await bo.sees("商家寄出")
    await _days_of_delivery(ann, bo, stage)

    await ann.settle_record()
    received = b"\n".join(ann.traffic)
    for secret in SECRETS:
        assert secret.encode() not in received, secret
    assert b"SF1234567890123" not in received
    # The record is a real one: what may be known is in it.
    assert "生日快乐".encode() in received


async def _days_of_delivery(ann: Visitor, bo: Visitor, stage: Stage) -> None:
    """Both screens stay open: hers moves on only when a day is over, and shows three steps and no more."""
    steps = ann.page.get_by_role("list", name="配送进度").get_by_role("listitem")
    assert await steps.count() == 3
    assert await ann.page.get_by_role("heading", name="博文收下了").is_visible()
    await stage.until(0)
    await ann.page.get_by_role("heading", name="礼物上路了").wait_for()
    await stage.until(12)
    await bo.sees("正在派送")
    await stage.until(0)
    await ann.page.get_by_role("heading", name="就快到了").wait_for()
    await stage.until(22)
    await bo.sees("送到了")
    await stage.until(0)
    await ann.page.get_by_role("heading", name="博文收到了").wait_for()
    assert await steps.count() == 3
    for step, name in zip(await steps.all(), ("已发货", "派送中", "已签收"), strict=True):
        assert re.search(rf"{name}\s*\d+月\d+日", await step.inner_text())
