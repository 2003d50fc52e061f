"""A gift for a certain hour, without a name: it comes then, tells its giver when opened, and is thanked for."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.test_gift import accept, pay_at_the_cashier

_IN_THREE_HOURS = """(clock) => {
  const at = new Date(Date.parse(clock) + 3 * 3600_000)
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}"""


async def test_a_nameless_gift_comes_at_its_hour_and_is_thanked_for(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    shop = await stage.shop()
    ann = await (await visit()).sign_in(ann_is)
    bo = await (await visit(theme="dark", reduced=True)).sign_in(bo_is)
    await bo.open("/received")
    await bo.sees("礼物盒还空着")

    await ann.open(f"/give/card?to={bo_is.person_id}&goods={shop.product_id}&sku={shop.red}")
    await ann.fill("想说的话", "猜猜我是谁")
    await ann.page.get_by_label("指定时间").check()
    clock = (await stage.client.get("/dev/clock")).raise_for_status().json()["now"]
    await ann.fill("日期和时间", await ann.page.evaluate(_IN_THREE_HOURS, clock))
    await ann.page.get_by_role("switch", name="打开之前保密").check()
    await ann.press(re.compile("送出并付款"))
    await ann.page.wait_for_url(re.compile("/app/charges/"))
    await pay_at_the_cashier(ann)
    await ann.press("看看这份礼物")
    await ann.page.get_by_role("heading", name="会准时送达").wait_for()

    await stage.advance(hours=3, minutes=1)
    await bo.page.get_by_role("link", name=re.compile("一个喜欢你的人 送你的礼物")).click()
    await bo.button(re.compile("^拆开")).wait_for()
    assert "安安" not in await bo.page.locator("body").inner_text()
    await bo.accessible("a gift without a name")
    await accept(bo)
    await bo.fill("对安安说声谢谢", "猜到了，太喜欢了！")
    await bo.press("道谢")
    await bo.sees("已经送到")

    await ann.sees("猜到了，太喜欢了！")
    await ann.press("举报这段话")
    await ann.page.get_by_role("dialog").get_by_text("猜到了，太喜欢了！").wait_for()
    await ann.page.get_by_label("骚扰或侮辱").check()
    await ann.accessible("reporting what somebody wrote")
    await ann.press("提交举报")
    await ann.sees("收到了，谢谢你告诉我们")
