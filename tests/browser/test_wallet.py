"""A wallet: who one is is checked, money goes in by a gateway, out in an envelope, and out to one's own account."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit


async def test_money_comes_into_a_wallet_and_goes_out_of_it(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    talk = await ann_is.talk_with(bo_is)
    ann = await (await visit()).sign_in(ann_is)
    await ann.open("/me")
    await ann.press(re.compile("^钱包"))
    await ann.press(re.compile("^身份与额度"))
    await ann.fill("真实姓名", "安安")
    await ann.fill("身份证号码", "110105199003070033")
    await ann.press("提交核验")
    await ann.sees("已核验")
    await ann.accessible("the limits of a wallet")

    await ann.open("/wallet/top-up")
    await ann.press("¥100")
    await ann.press("去付款")
    await ann.press(re.compile("^打开支付宝付款"))
    await ann.page.get_by_role("button", name=re.compile("确认付款")).click()
    await ann.sees("已存入钱包")
    await ann.press("回到钱包")
    await ann.sees("¥100")

    await ann.open(f"/chats/{talk}/envelope")
    await ann.fill("金额（元）", "52")
    await ann.press("塞钱进红包")
    await ann.press("用钱包付 ¥52")
    await ann.page.wait_for_url(f"**/chats/{talk}")
    await ann.sees("已领 0/1")

    await ann.open("/wallet/withdraw")
    await ann.fill("支付宝账户", "ann@example.com")
    await ann.fill("真实姓名", "安安")
    await ann.press("保存账户")
    await ann.press("全部提现")
    await ann.press(re.compile("^提现$"))
    await stage.advance(seconds=60)
    await ann.sees("已到账")
    await ann.accessible("a withdrawal")
    await ann.open("/wallet")
    await ann.sees("余额 ¥0")
    await ann.accessible("a wallet with a statement")
