"""A passkey: made in the browser, used in place of a code, removed, and then worth nothing."""

from playwright.async_api import Browser, Locator

from kith.kit.settings import Settings
from kith.main.stories.stage import Stage
from tests.browser.visitor import Visitor, visiting

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
NOT_OFFERED = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"
"""Otherwise this device touches what the browser offers on the sign-in page by itself, at once."""


async def recognising(ann: Visitor) -> None:
    """Give the browser a device that recognises whoever touches it."""
    line = await ann.context.new_cdp_session(ann.page)
    await line.send("WebAuthn.enable")
    await line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def row(ann: Visitor, name: str) -> Locator:
    return ann.page.get_by_role("listitem").filter(has_text=name)


async def test_a_passkey_from_its_making_to_its_end(browser: Browser, installation: Settings, stage: Stage) -> None:
    site = installation.local_url.replace("127.0.0.1", "localhost")
    async with visiting(browser, site) as ann:
        await ann.sign_in(await stage.person("安安"))
        await recognising(ann)
        await ann.open("/me")
        await ann.press("通行密钥")
        await ann.sees("还没有通行密钥")
        await ann.accessible("no passkeys")
        await ann.press("添加通行密钥")
        await ann.fill("名字", "我的手机")
        await ann.accessible("naming a passkey")
        await ann.press("继续")
        await row(ann, "我的手机").wait_for()
        await ann.accessible("passkeys")
        await ann.press("添加通行密钥")
        await ann.press("继续")
        await ann.sees("已经有你的通行密钥")
        await ann.press("关闭")
        await sign_out(ann)
        await ann.page.goto(f"{site}/app/sign-in")
        await ann.page.wait_for_url("**/nearby")
        await ann.context.add_init_script(NOT_OFFERED)
        await sign_out(ann)
        await by_button(ann)
        await ann.page.wait_for_url("**/nearby")
        await ann.open("/me/passkeys")
        await ann.sees("最近使用")
        await row(ann, "我的手机").get_by_role("button").click()
        await ann.page.get_by_role("dialog").get_by_role("button", name="删除").click()
        await ann.sees("还没有通行密钥")
        await sign_out(ann)
        ann.expect(403, "POST /sessions/passkey")
        await by_button(ann)
        await ann.sees("已经从 Kith 删除")
        await ann.accessible("a removed passkey")


async def by_button(ann: Visitor) -> None:
    await ann.open("/sign-in")
    await ann.press("用通行密钥登录")


async def sign_out(ann: Visitor) -> None:
    await ann.open("/me")
    await ann.press("退出登录")
    await ann.page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    await ann.page.wait_for_url("**/welcome")
