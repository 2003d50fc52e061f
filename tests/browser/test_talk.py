"""Three people who talk: live both ways, among strangers, in a group, and with a connection that comes and goes."""

import re

from playwright.async_api import Route

from kith.kit import ids
from kith.main.stories.actor import Actor
from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor


async def _write(visitor: Visitor, words: str) -> None:
    await visitor.fill("写消息", words)
    await visitor.press("发送")


async def _unread(visitor: Visitor, count: int) -> None:
    """The tab of the chats says how much is unread; nothing, when it is nothing."""
    tab = visitor.page.get_by_role("navigation", name="主导航").get_by_role("link", name=re.compile("^消息"))
    if count:
        await tab.locator(".unread", has_text=f"{count}").wait_for()
    else:
        await tab.locator(".unread").wait_for(state="hidden")


async def test_two_talk_and_each_sees_the_other_read_and_type(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    ann, bo = await (await visit()).sign_in(ann_is), await (await visit(theme="dark")).sign_in(bo_is)
    await ann.open("/mall")
    await bo.open(f"/people/{ann_is.person_id}")
    await bo.press("发消息")
    await _write(bo, "今晚有空吗？")
    await _unread(ann, 1)
    await ann.press(re.compile("^消息"))
    await ann.press(re.compile("博文.*今晚有空吗"))
    await ann.page.get_by_role("log").get_by_text("今晚有空吗？").wait_for()
    await bo.sees(re.compile("已读"))
    await ann.page.get_by_label("写消息").press_sequentially("有")
    await bo.sees("对方正在输入…")
    await _write(ann, "有空，七点见")
    await bo.page.get_by_role("log").get_by_text("有空，七点见").wait_for()
    await ann.page.get_by_role("button", name="返回").click()
    await _unread(ann, 0)


async def test_a_stranger_greets_and_is_answered(visit: Visit, stage: Stage) -> None:
    ann_is, chen_is = await stage.person("安安"), await stage.person("陈橙")
    ann, chen = await (await visit()).sign_in(ann_is), await (await visit()).sign_in(chen_is)
    talk = await chen_is.talk_with(ann_is)
    ann.expect(404, "GET /conversations/*")
    ann.expect(404, "PUT /conversations/*")
    await ann.open(f"/chats/{talk}")
    await ann.page.get_by_role("heading", name="看不到这个会话").first.wait_for()
    await chen.open(f"/chats/{talk}")
    for left, words in ((2, "你好"), (1, "我是陈橙"), (0, "在徒步群里见过")):
        await _write(chen, words)
        await chen.sees(f"还能再发 {left} 条" if left else "已经打过招呼了")
    await ann.page.get_by_role("log").get_by_text("在徒步群里见过").wait_for()
    await ann.sees("陈橙还不是你的朋友")
    await _write(ann, "我记得你")
    await chen.sees("我记得你")
    await _write(chen, "太好了")
    await ann.sees("太好了")
    await ann.page.get_by_text("还不是你的朋友").wait_for(state="hidden")


async def _group(ann: Actor, *others: Actor) -> str:
    group = str(ids.new())
    await ann.post("/groups", {"group_id": group, "name": "周末徒步"})
    for one in others:
        await one.put(f"/groups/{group}/membership", {})
    return group


async def test_a_group_is_heard_by_all_until_one_is_removed(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is, chen_is = [await stage.person(name) for name in ("安安", "博文", "陈橙")]
    group = await _group(ann_is, bo_is)
    bo, chen = await (await visit()).sign_in(bo_is), await (await visit(device="desktop")).sign_in(chen_is)
    await bo.open(f"/groups/{group}")
    await bo.sees("成员 · 2")
    await chen_is.put(f"/groups/{group}/membership", {})
    await bo.sees("陈橙")
    await bo.open("/chats")
    await chen.open(f"/chats/{group}")
    await _write(chen, "八点地铁站见")
    await bo.press(re.compile("周末徒步.*陈橙：八点地铁站见"))
    await _write(bo, "好的")
    await chen.page.get_by_role("log").get_by_text("好的").wait_for()
    chen.expect(404, "GET /conversations/*")
    chen.expect(404, "PUT /conversations/*")
    await ann_is.call("DELETE", f"/groups/{group}/members/{chen_is.person_id}", None, 204)
    await chen.page.get_by_role("heading", name="看不到这个会话").first.wait_for()
    await bo.sees("安安把陈橙移出了群聊")
    await bo_is.block(ann_is)
    await ann_is.say(group, "我也去")
    await bo.page.reload()
    await bo.press("来自你拉黑的人的 1 条消息，点开看")
    await bo.page.get_by_role("log").get_by_text("我也去").wait_for()


async def test_what_is_written_without_a_connection_arrives_once(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    talk = await ann_is.talk_with(bo_is)
    ann = await (await visit()).sign_in(ann_is)
    await ann.open(f"/chats/{talk}")
    await ann.sees("和博文说声你好吧")
    await ann.context.set_offline(True)
    for words in ("第一句", "第二句"):
        await _write(ann, words)
    await ann.page.get_by_text("等待网络").nth(1).wait_for()
    await ann.context.set_offline(False)
    await ann.page.get_by_text("等待网络").first.wait_for(state="hidden")
    ann.forgive_lost_connection()

    async def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    where = f"**/conversations/{talk}/messages"
    await ann.page.route(where, lose_the_answer)
    ann.expect_lost("POST /conversations/*")
    async with ann.page.expect_event("requestfailed"):
        await _write(ann, "第三句")
    await ann.page.unroute(where)
    await ann.page.reload()
    await _write(ann, "第四句")
    await ann.page.get_by_role("log").get_by_text("第四句").wait_for()
    await ann.page.get_by_text("正在发送").first.wait_for(state="hidden")
    assert await bo_is.read(talk) == ["第一句", "第二句", "第三句", "第四句"]
