"""A shop's owner looks at what it earned and has it paid out."""

import re

from kith import payments, tills
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.main.stories.stage import ADDRESS, Stage
from tests.browser.conftest import Visit

_WEN = payments.Payee("wen@flowers.example", "Wen Flowers")


async def test_a_shop_is_paid_out(visit: Visit, stage: Stage) -> None:
    ann, bo = await stage.friends("安安", "博文")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    await bo.accept(gift_id, shop.white, ADDRESS)
    await shop.ship(await shop.next_order())
    await bo.post(f"/gifts/{gift_id}/receipt", expect=200)
    await stage.settle()
    await stage.advance(days=7, hours=1)
    wen = await (await visit()).sign_in(await stage.person("文文", shop.staff.phone))
    await wen.open(f"/shops/{shop.merchant_id}?tab=money")
    await wen.sees(re.compile("没有收款账户|收款账户"))
    async with stage.parts[Database].transaction() as tx:
        await tills.set_payout_account(
            tx, stage.parts[KeyRing], shop.merchant_id, gateway="alipay", payee=_WEN, now=clock.now()
        )

    await stage.faults("transfer_dealing")
    await wen.page.reload()
    await wen.fill("金额", "500")
    await wen.sees("可提现余额只有 ¥199")
    await wen.fill("金额", "99.50")
    await wen.button("提现").and_(wen.page.locator("[type=submit]")).click()
    await wen.sees("提现已提交")
    await stage.settle()
    await wen.sees("支付宝正在处理")
    await wen.sees("wen***@flowers.example")
    await wen.accessible("a payout under way")
    await stage.faults()
    await stage.advance(days=1)
    await wen.sees("钱已到账")
