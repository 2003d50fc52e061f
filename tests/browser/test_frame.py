"""What every screen does: coming in by a link, going back, losing the connection, language, theme, and a way on."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit

_IS_DARK = "() => document.documentElement.dataset.theme === 'dark'"
_ANSWERED = """(paths) => paths.every((path) =>
  performance.getEntriesByType('resource').some((one) => new URL(one.name).pathname === path))"""


async def test_a_link_leads_through_signing_up_to_where_it_leads(visit: Visit, stage: Stage) -> None:
    ann = await stage.person("安安")
    new = await visit()
    new.expect(401, "GET /me")
    await new.open(f"/people/{ann.person_id}")
    await new.press("用手机号继续")
    await new.fill("手机号", "13900007788")
    await new.press("获取验证码")
    await new.page.get_by_label("验证码").wait_for()
    code = await stage.code("+8613900007788")
    await new.page.get_by_label("验证码").fill(code)
    await new.page.get_by_label("昵称").fill("新来的")
    for label, value in (("年", "1995"), ("月", "06"), ("日", "15")):
        await new.page.get_by_label(label, exact=True).select_option(value)
    await new.press("完成，开始使用")
    await new.press("没错，保存")
    await new.page.get_by_role("heading", name="安安").wait_for()
    assert new.page.url.endswith(f"/app/people/{ann.person_id}")


async def test_back_goes_where_one_came_from_and_up_from_a_link(visit: Visit, stage: Stage) -> None:
    ann = await visit()
    await ann.sign_in(await stage.person("安安"))
    await ann.open("/me")
    await ann.press("设置")
    await ann.page.get_by_role("button", name="返回").click()
    await ann.page.wait_for_url(re.compile("/app/me$"))
    await ann.open("/me/settings")
    await ann.page.get_by_role("button", name="返回").click()
    await ann.page.wait_for_url(re.compile("/app/me$"))


async def test_an_address_that_leads_nowhere_leads_home(visit: Visit, stage: Stage) -> None:
    ann = await visit()
    await ann.sign_in(await stage.person("安安"))
    await ann.open("/no/such/place")
    await ann.press("回到首页")
    await ann.page.wait_for_url(re.compile("/app/nearby"))


async def test_without_a_connection_the_screen_says_so_and_comes_back(visit: Visit, stage: Stage) -> None:
    ann = await visit()
    await ann.sign_in(await stage.person("安安"))
    await ann.open("/mall")
    await ann.context.set_offline(True)
    await ann.sees("没有网络")
    await ann.press("我")
    await ann.context.set_offline(False)
    await ann.page.get_by_text("没有网络").first.wait_for(state="hidden")
    ann.forgive_lost_connection()


async def test_the_app_opens_without_a_connection_once_it_was_there(visit: Visit, stage: Stage) -> None:
    ann = await visit()
    await ann.sign_in(await stage.person("安安"))
    await ann.open("/mall")
    await ann.page.evaluate("navigator.serviceWorker.ready")
    await ann.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    await ann.context.set_offline(True)
    await ann.page.goto(f"{ann.site}/app/received")
    await ann.sees("没有网络")
    await ann.context.set_offline(False)
    ann.forgive_lost_connection()


async def test_language_and_theme_change_at_once_and_are_kept(visit: Visit, stage: Stage) -> None:
    ann = await visit()
    await ann.sign_in(await stage.person("安安"))
    await ann.open("/me/settings")
    await ann.page.get_by_label("English").check()
    await ann.page.get_by_role("heading", name="Settings").wait_for()
    await ann.page.get_by_label("Dark").check()
    await ann.page.wait_for_function(_IS_DARK)
    await ann.page.reload()
    await ann.page.get_by_role("heading", name="Settings").wait_for()
    await ann.page.wait_for_function(_IS_DARK)
    assert await ann.page.evaluate("document.documentElement.lang") == "en"


async def test_signing_out_elsewhere_ends_it_here(visit: Visit, stage: Stage) -> None:
    actor = await stage.person("安安")
    ann = await visit()
    await ann.sign_in(actor)
    await ann.open("/me")
    # What the screen itself asks for has been answered: it is the next screen that learns of it.
    await ann.page.wait_for_function(_ANSWERED, arg=["/me/shops", "/me/received"])
    ann.expect(401, "GET /*")
    await actor.call("DELETE", "/me/sessions", None, 204)
    await ann.press(re.compile("^礼物$"))
    await ann.page.wait_for_url(re.compile("/app/welcome"))
