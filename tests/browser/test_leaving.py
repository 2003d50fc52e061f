"""Taking one's data along, and leaving for good."""

import io
import json
import re
import zipfile
from pathlib import Path

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit


async def test_a_person_takes_a_copy_and_leaves(visit: Visit, stage: Stage) -> None:
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    ann_s, bo_s = await visit(), await visit(device="desktop", language="en", theme="dark")
    await ann_s.sign_in(ann)
    await ann_s.open("/me/settings")
    await ann_s.press("导出我的数据")
    await ann_s.press("导出一份")
    await ann_s.page.get_by_role("link", name=re.compile("^下载")).wait_for()
    async with ann_s.page.expect_download() as download:
        await ann_s.page.get_by_role("link", name=re.compile("^下载")).click()
    content = _read(await (await download.value).path())
    assert content["people/account.json"][0]["phone"] == ann.phone
    assert [gift["gift_id"] for gift in content["gifts/given.json"]] == [gift_id]
    await ann_s.accessible("the copies")

    await stage.advance(minutes=2)
    await ann_s.open("/me/leave")
    await ann_s.accessible("what leaving means")
    await ann_s.press("发送验证码")
    await ann_s.sees("验证码已发到")
    await stage.settle()
    code = await stage.code(ann.phone)
    ann_s.expect(403, "POST /me/deletion")
    for typed in ("000000" if code != "000000" else "111111", code):
        await ann_s.fill("验证码", typed)
        await ann_s.accessible("the code")
        await ann_s.press("永久注销账号")
        if typed != code:
            await ann_s.page.get_by_text(re.compile("验证码")).first.wait_for()
            await ann_s.page.locator("[aria-invalid=true]").wait_for()
    await ann_s.page.get_by_role("heading", name="账号已注销").wait_for()
    await ann_s.accessible("left")
    ann.gone = True

    await bo_s.sign_in(bo)
    await bo_s.open(f"/received/{gift_id}")
    await bo_s.sees(re.compile("Deleted account"))


def _read(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
