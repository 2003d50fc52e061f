"""Five people and one envelope: sent and paid, opened live, once over a lost answer, emptied, and checked."""

import re

from playwright.async_api import Route

from kith.kit import ids
from kith.main.stories.actor import Actor
from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

_OPEN = re.compile("^打开.*的红包$")
_CARD = re.compile("马到成功")


async def _club(owner: Actor, *others: Actor) -> str:
    club = str(ids.new())
    await owner.post("/groups", {"group_id": club, "name": "周末徒步小队", "joining": "open"})
    for one in others:
        await one.put(f"/groups/{club}/membership", {})
    return club


async def _send(ann: Visitor) -> None:
    """By the pay sheet to the gateway, and back into the conversation."""
    await ann.press("发红包")
    await ann.fill(re.compile("^总金额"), "0.02")
    await ann.fill("份数", "3")
    await ann.sees(re.compile("每份至少 0.01 元"))
    await ann.fill(re.compile("^总金额"), "20.05")
    await ann.sees("平均每份 ¥6.68")
    await ann.fill("祝福语", "马到成功")
    await ann.page.get_by_label("祥云").check(force=True)
    await ann.accessible("a new envelope")
    await ann.press("塞钱进红包")
    await ann.press(re.compile("^打开支付宝付款"))
    await ann.page.get_by_role("button", name=re.compile("确认付款")).click()
    await ann.sees("红包已发出")
    await ann.press("回到聊天")


async def _lose_one_answer(visitor: Visitor) -> None:
    """The claim arrives, its answer does not."""
    visitor.expect_lost("POST /envelopes/*/claims")

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort("connectionreset")

    await visitor.page.route("**/envelopes/*/claims", lose, times=1)


async def test_five_people_and_one_envelope(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is, chen_is, dee_is, eve_is = [
        await stage.person(name) for name in ("安安", "博文", "陈橙", "冬冬", "伊娃")
    ]
    club = await _club(ann_is, bo_is, chen_is, dee_is, eve_is)
    ann, bo = await (await visit()).sign_in(ann_is), await (await visit(theme="dark")).sign_in(bo_is)
    chen = await (await visit(device="desktop", reduced=True)).sign_in(chen_is)
    for one in (ann, bo, chen):
        await one.open(f"/chats/{club}")
    await _send(ann)

    await _lose_one_answer(bo)
    await bo.press(_CARD)
    await bo.button(_OPEN).wait_for()
    await bo.accessible("an envelope to open")
    await bo.press(_OPEN)
    await bo.sees("已存入钱包")
    envelope_id = bo.page.url.rsplit("/", 1)[1]
    mine = (await bo_is.get(f"/envelopes/{envelope_id}"))["mine"]
    assert mine["place"] == 0
    for one in (ann, chen):
        await one.sees("已领 1/3")

    await chen.press(_CARD)
    await chen.button(_OPEN).focus()
    await chen.page.keyboard.press("Enter")
    await chen.sees("已存入钱包")
    await dee_is.post(f"/envelopes/{envelope_id}/claims", {}, expect=200)
    await eve_is.refused("POST", f"/envelopes/{envelope_id}/claims", {}, 409, "all_taken")

    await ann.sees("已被领完")
    for one in (bo, chen):
        await one.sees("手气最佳")
    await chen.accessible("an envelope that is empty")
    await chen.page.get_by_text("公平可验证").click()
    await chen.press("验证这个红包")
    await chen.sees("验证通过")
    await chen.sees("和红包结束前看到的承诺相同")
    await chen.accessible("a proof")
    await ann.open("/envelopes?tab=sent")
    await ann.sees("已领 3/3")
    await ann.accessible("my envelopes")
