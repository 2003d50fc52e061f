"""A group: made where its maker is, found by those around, asked for, run by two, and closed to one who was removed."""

import re

from kith.kit import ids
from kith.main.stories.actor import Actor
from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

NEAR = {"lat": 36.061, "lng": 103.834}


async def _stand(*actors: Actor) -> None:
    for actor in actors:
        await actor.put("/me/nearby", {"sharing": True})
        await actor.put("/me/position", dict(NEAR))


async def _ask(visitor: Visitor, words: str) -> None:
    await visitor.press("申请加入")
    await visitor.fill(re.compile("想对他们说的话"), words)
    await visitor.press("送出申请")
    await visitor.sees(re.compile("在等群主或管理员同意"))


async def _about(visitor: Visitor, name: str, deed: str, yes: str) -> None:
    await visitor.press(f"和 {name} 有关的操作")
    dialogs = visitor.page.get_by_role("dialog")
    await dialogs.filter(has_text=name).get_by_role("button", name=deed).click()
    await dialogs.filter(has_text="？").get_by_role("button", name=yes, exact=True).click()


async def test_a_group_from_its_first_day_to_somebody_s_last(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is, chen_is = [await stage.person(name) for name in ("安安", "博文", "陈橙")]
    await _stand(ann_is, bo_is)
    ann, bo, chen = [await (await visit()).sign_in(one) for one in (ann_is, bo_is, chen_is)]
    name = f"黄河茶会{ids.new().hex[-6:]}"

    await ann.open("/groups/new")
    await ann.fill("群名", name)
    await ann.fill(re.compile("聊什么"), "周末在河边喝茶")
    await ann.page.get_by_label(re.compile("申请后加入")).check()
    await ann.press("建群")
    await ann.page.wait_for_url("**/chats/*")
    where = f"/groups/{ann.page.url.rsplit('/', 1)[1]}"
    await ann.open(where)

    chen.expect(409, "GET /groups")
    await chen.open("/nearby/groups")
    await chen.sees("先打开“附近”")
    await bo.open("/nearby/groups")
    await bo.press(re.compile(name))
    await _ask(bo, "我就住在河边")
    await chen.open(where)
    await _ask(chen, "也带上我")

    await ann.sees("有人在等你的答复")
    await ann.press(re.compile("^入群申请"))
    await ann.sees("我就住在河边")
    for who in ("博文", "陈橙"):
        await ann.press(re.compile(f"^同意 {who}"))
        await ann.sees(f"{who} 已经加入")
    await ann.sees("现在没有人申请")
    for visitor in (bo, chen):
        await visitor.sees("打开聊天")
    said = {"message_id": str(ids.new()), "body": "周六三点，老地方"}
    await bo_is.post(f"/conversations/{where.rsplit('/', 1)[1]}/messages", said)

    await ann.open(where)
    await _about(ann, "博文", "设为管理员", "设为管理员")
    await bo.sees("我是管理员")
    chen.expect(404, "GET /groups/*/members")
    chen.expect(404, "GET /conversations/*")
    await _about(bo, "陈橙", "移出群", "移出")
    await chen.sees("你已经不在这个群里了")
    chen.expect(403, "PUT /groups/*/membership")
    await chen.press("申请加入")
    await chen.press("送出申请")
    await chen.sees(re.compile("暂时不接受你加入"))
    await chen.accessible("a group that does not let me in")

    await ann.press(re.compile("退出群"))
    await ann.page.get_by_role("dialog").filter(has_text="？").get_by_role("button", name="退出群").click()
    await bo.sees("我是群主")
