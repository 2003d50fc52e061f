"""Gifts that come to nothing, as their people see it, with the money back; and payments that go other ways."""

import re
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Request, Route

from kith.kit.settings import load
from kith.main.stories.actor import Actor
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import Stage, staged
from tests.browser.conftest import Visit
from tests.browser.test_gift import accept, give, pay_at_the_cashier
from tests.browser.visitor import Visitor, visiting

_MOMENT = re.compile(r"\d{1,2}:\d{2}")


async def offered(visit: Visit, stage: Stage) -> tuple[Visitor, Visitor, str]:
    """A gift that waits for its answer, on the screens of both."""
    ann_is, bo_is = await stage.friends("安安", "博文")
    shop = await stage.shop()
    gift_id = await ann_is.give(bo_is, shop.red)
    await stage.pay(await ann_is.begin_payment(gift_id))
    ann = await (await visit()).sign_in(ann_is)
    bo = await (await visit()).sign_in(bo_is)
    await ann.open(f"/given/{gift_id}")
    await bo.open(f"/received/{gift_id}")
    return ann, bo, gift_id


async def screen(visitor: Visitor) -> str:
    """All that is written on it, moments of the day left out."""
    return _MOMENT.sub("", await visitor.page.locator("main").inner_text())


async def test_declined_quietly_and_never_answered_look_the_same(visit: Visit, stage: Stage) -> None:
    declined, bo, _ = await offered(visit, stage)
    silent, _, _ = await offered(visit, stage)
    await bo.press(re.compile("^拆开"))
    await bo.press("这次先不收")
    await bo.page.get_by_label(re.compile("悄悄放下")).check()
    await bo.press("就这样，不收了")
    await bo.sees("这份礼物你没有收下")
    for seen in (declined, silent):
        await seen.page.get_by_role("heading", name="礼物已送达博文的礼物盒").wait_for()
    assert await screen(declined) == await screen(silent)
    await stage.advance(days=3, minutes=5)
    for seen in (declined, silent):
        await seen.page.get_by_role("heading", name="这份礼物没有被收下").wait_for()
        await seen.sees(re.compile("已退回"))
    assert await screen(declined) == await screen(silent)


async def test_declined_and_told(visit: Visit, stage: Stage) -> None:
    ann, bo, _ = await offered(visit, stage)
    await bo.press(re.compile("^拆开"))
    await bo.press("这次先不收")
    await bo.page.get_by_label(re.compile("现在告诉")).check()
    await bo.press("就这样，不收了")
    await ann.page.get_by_role("heading", name="博文婉拒了这份礼物").wait_for()


async def test_withdrawn_while_the_other_looks_at_it(visit: Visit, stage: Stage) -> None:
    ann, bo, _ = await offered(visit, stage)
    await ann.press("撤回礼物")
    await ann.page.get_by_role("dialog").get_by_role("button", name="撤回", exact=True).click()
    await ann.page.get_by_role("heading", name="你撤回了这份礼物").wait_for()
    await bo.sees("安安 收回了这份礼物")
    await stage.settle()
    await ann.sees(re.compile("已退回"))
    await ann.open("/refunds")
    await ann.sees("¥199")


async def test_not_paid_in_time(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    await ann.open(f"/people/{bo_is.person_id}")
    await give(ann)
    await stage.advance(minutes=31)
    await ann.page.get_by_role("heading", name="付款时间已过").wait_for()


async def test_paid_after_the_app_was_closed(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    await ann.open(f"/people/{bo_is.person_id}")
    await give(ann)
    charge = ann.page.url
    await ann.press(re.compile("^打开支付宝付款"))
    await ann.page.get_by_role("button", name=re.compile("确认付款")).wait_for()
    cashier = ann.page.url
    await ann.page.close()
    other = await (await visit(device="desktop")).sign_in(ann_is)
    await other.page.goto(cashier)
    await other.page.get_by_role("button", name=re.compile("确认付款")).click()
    await other.page.wait_for_url(charge)
    await other.page.get_by_role("heading", name="付款成功").wait_for()


async def test_at_a_desk_one_pays_by_scanning(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    await stage.shop()
    ann = await (await visit(device="desktop")).sign_in(ann_is)
    phone = await visit()
    await ann.open(f"/people/{bo_is.person_id}")
    await give(ann)
    async with ann.page.expect_response(re.compile("/attempts$")) as begun:
        await ann.press(re.compile("用支付宝扫码付款"))
    code = (await (await begun.value).json())["qr_code"]
    await ann.page.get_by_role("img", name="付款二维码").wait_for()
    await ann.accessible("a code to scan")
    await phone.page.goto(code)
    await phone.page.get_by_role("button", name=re.compile("确认付款")).click()
    await phone.page.get_by_text("支付成功").first.wait_for()
    await ann.page.get_by_role("heading", name="付款成功").wait_for()


async def test_pressing_twice_and_losing_the_answer_make_one_gift(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    await ann.open(f"/people/{bo_is.person_id}")
    lost = 0

    async def lose_the_first_answer(route: Route, request: Request) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            assert request.method == "POST"
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await ann.page.route("**/gifts", lose_the_first_answer)
    ann.expect_lost("POST /gifts")
    await ann.press("送礼物")
    await ann.page.get_by_role("link", name=re.compile("十一枝玫瑰花束")).first.click()
    await ann.press(re.compile("^送给"))
    await ann.press(re.compile("送出并付款"))
    await ann.sees("没有网络")
    await ann.press(re.compile("送出并付款"))
    await ann.page.wait_for_url(re.compile("/app/charges/"))
    assert len((await ann_is.get("/me/given"))["items"]) == 1


async def test_the_server_starts_again_in_between(browser: Browser, fresh_url: str) -> None:
    home = Path(tempfile.mkdtemp(prefix="kith-restart-"))
    environ = environment(home) | {"KITH_DATABASE_URL": fresh_url}
    settings = load(environ)
    try:
        site = settings.local_url
        async with visiting(browser, site) as ann, visiting(browser, site) as bo, visiting(browser, site) as phone:
            async with started(environ), staged(settings) as stage:
                ann_is, bo_is = await stage.friends("安安", "博文")
                await stage.shop()
                await ann.sign_in(ann_is)
                await bo.sign_in(bo_is)
                await bo.open("/received")
                await ann.open(f"/people/{bo_is.person_id}")
                await give(ann)
                talk = await ann_is.talk_with(bo_is)
                await phone.sign_in(bo_is)
                await ann_is.say(talk, "在吗？")
                await phone.open(f"/chats/{talk}")
                await phone.sees("在吗？")
                for one in (ann, bo, phone):
                    one.expect_lost("*")
            await phone.fill("写消息", "我在的")
            await phone.press("发送")
            await phone.sees("正在发送")
            async with started(environ), staged(settings) as stage:
                ann_is = Actor(ann_is.name, ann_is.phone, stage.client, ann_is.token, ann_is.person_id)
                await pay_at_the_cashier(ann)
                # What was written meanwhile is sent, and what is said from now on is heard.
                await phone.page.get_by_text("正在发送").wait_for(state="hidden", timeout=120_000)
                await ann_is.say(talk, "那就好")
                await phone.sees("那就好", seconds=120)
                assert await ann_is.read(talk) == ["在吗？", "我在的", "那就好"]
                # Her screen was open all the time; it has found the server again by itself.
                await bo.page.get_by_role("link", name=re.compile("安安 送你的礼物")).click(timeout=120_000)
                await accept(bo)
    finally:
        shutil.rmtree(home, ignore_errors=True)
