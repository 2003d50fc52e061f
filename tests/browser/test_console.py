"""An operator: invited by a link, signed in by a passkey, closing a break, and found in the log for it."""

from uuid import UUID

from playwright.async_api import Browser

from kith import ops, payments
from kith.kit import clock, ids
from kith.kit.authenticator import relying_party
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.stories.stage import Stage
from tests.browser.test_passkey import recognising
from tests.browser.visitor import visiting


async def a_break(stage: Stage) -> UUID:
    """A payment that the gateway's bill has with another amount."""
    ann, bo = await stage.friends("安安", "博文")
    checkout = await ann.begin_payment(await ann.give(bo, (await stage.shop()).red))
    await stage.pay(checkout)
    number = UUID(checkout["attempt_id"]).hex
    await stage.faults_of(number, "bill_amount")
    await stage.advance(days=1)
    await stage.until(10)
    async with stage.parts[Database].transaction() as tx:
        page = await payments.list_breaks(tx, kind="amount", after=None, limit=1000)
    return next(row.break_id for row in page.items if row.number == number)


async def link(stage: Stage, site: str) -> str:
    async with stage.parts[Database].transaction() as tx:
        invited = await ops.invite(
            tx,
            ops.Policy(),
            relying_party(site),
            operator_id=ops.OperatorId(ids.new()),
            name=f"欧阳{ids.digits(6)}",
            roles=["finance", "admin"],
            by="test",
            now=clock.now(),
        )
    return invited.link


async def test_an_operator_closes_a_break(browser: Browser, installation: Settings, stage: Stage) -> None:
    break_id = await a_break(stage)
    site = relying_party(installation.local_url).origin
    async with visiting(browser, site, reduced=True) as olga:
        await recognising(olga)
        await olga.page.goto(await link(stage, site))
        await olga.sees("欢迎，欧阳")
        await olga.accessible("an invitation")
        await olga.press("创建通行密钥")
        await olga.page.wait_for_url("**/console/")
        await olga.accessible("the first page")
        await olga.press("菜单")
        await olga.page.get_by_role("dialog").get_by_role("link", name="对账差异").click()
        await olga.page.locator(f"a[href$='{break_id}']").click()
        await olga.sees("我们的账")
        await olga.accessible("a break")
        await olga.press("关闭差异")
        await olga.page.get_by_label("原因").select_option("gateway_error")
        await olga.accessible("closing a break")
        await olga.press("确认关闭")
        await olga.sees("更正转账")
        await olga.page.goto(f"{site}/console/log?about=break/{break_id}")
        await olga.sees("gateway_error")
        await olga.accessible("the log")
        await olga.press("菜单")
        await olga.page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
        await olga.press("用通行密钥登录")
        await olga.sees("你做的每件事")
