"""Taking something cheaper in place of a gift, and cancelling one that the shop does not send in time."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.test_gift import ADDRESS
from tests.browser.test_ways_out import offered


async def test_something_cheaper_that_comes_late(visit: Visit, stage: Stage) -> None:
    cheap = await stage.shop(12_900)
    ann, bo, _ = await offered(visit, stage)
    await bo.press(re.compile("^拆开"))
    await bo.press("收下礼物")
    await bo.press("换成别的")
    await bo.page.get_by_role("heading", name="换成别的").wait_for()
    await bo.page.locator(f"a[href*='{cheap.product_id}']").first.wait_for()
    await bo.accessible("what could be taken instead")
    await bo.page.locator(f"a[href*='{cheap.product_id}']").first.click()
    await bo.sees("¥70 会退给送礼的人")
    await bo.accessible("something cheaper")
    await bo.page.get_by_text(re.compile("粘贴整段地址")).first.click()
    await bo.fill("粘贴整段地址", ADDRESS)
    await bo.press("识别并填入")
    await bo.sees(re.compile("都认出来了|已填入"))
    await bo.press("收下，寄到这里")
    await bo.sees("请先同意退回差额")
    await bo.page.get_by_role("switch", name="同意退回 ¥70").check()
    await bo.press("收下，寄到这里")
    await bo.sees("收下了")
    await stage.settle()
    await ann.sees("博文 换了便宜一些的，¥70 已退给付款的人")
    await stage.advance(hours=cheap.promise_hours, minutes=2)
    await bo.sees(re.compile("没有按承诺发货"))
    await stage.until(0)
    await ann.sees("商家没有按时发货")
    await ann.press("取消这份礼物")
    await ann.page.get_by_role("dialog").get_by_role("button", name="取消", exact=True).click()
    await bo.sees("这份礼物没能寄出")
    await stage.settle()
    await ann.page.get_by_role("heading", name="店铺没能发出这份礼物").wait_for()
