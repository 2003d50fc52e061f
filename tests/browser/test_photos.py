"""Photos: cut, sent, tried again, put in order and removed; looked at by others; and one that goes with a thank-you."""

import io
import re
from typing import Any

from PIL import Image

from kith.main.stories.stage import ADDRESS, Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor


def photo(colour: str) -> Any:
    """A file as a phone has it, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 15.0)})
    out = io.BytesIO()
    Image.new("RGB", (480, 320), colour).save(out, "JPEG", exif=exif)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


async def add(visitor: Visitor, file: Any, how: str) -> None:
    """Choose a file, and cut it or not."""
    await visitor.page.get_by_label("添加照片").set_input_files(file)
    await visitor.page.get_by_role("group", name=re.compile("^照片，拖动")).press("ArrowRight")
    if how == "用这一块":
        await visitor.page.get_by_label("放大").fill("2")
        await visitor.accessible("cutting a photo")
    await visitor.press(how)


async def test_photos_of_a_profile_and_of_a_thank_you(visit: Visit, stage: Stage) -> None:
    ann_is, bo_is = await stage.friends("安安", "博文")
    shop = await stage.shop()
    ann, bo = await (await visit()).sign_in(ann_is), await (await visit(theme="dark")).sign_in(bo_is)
    gift_id = await ann_is.give(bo_is, shop.red)
    await stage.pay(await ann_is.begin_payment(gift_id))
    await bo_is.accept(gift_id, shop.red, ADDRESS)

    await bo.open("/me/profile")
    await add(bo, photo("red"), "用这一块")
    await bo.page.get_by_role("img", name="第 1 张照片").wait_for()
    await bo.context.set_offline(True)
    await add(bo, photo("blue"), "用整张照片")
    await bo.button("重试").wait_for()
    await bo.context.set_offline(False)
    await bo.press("重试")
    await bo.page.get_by_role("img", name="第 2 张照片").wait_for()
    bo.expect(409, "POST /me/pictures")
    await bo.page.get_by_label("添加照片").set_input_files(
        {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>"}
    )
    await bo.sees(re.compile("这不是能用的图片"))
    await bo.accessible("one's own photos, one of them refused")
    await bo.press("不传了")
    bo.forgive_lost_connection()
    red, blue = (await bo_is.get("/me"))["photos"]
    await bo.press("第 2 张往前移")
    await bo.sees("现在是第 1 张")
    assert (await bo_is.get("/me"))["photos"] == [blue, red]

    await ann.open(f"/people/{bo_is.person_id}")
    await ann.press("看第 2 张照片")
    await ann.page.get_by_role("img", name="第 2 张照片，共 2 张").wait_for()
    await ann.accessible("the photos of a person")
    await ann.press("举报这张照片")
    await ann.page.get_by_role("img", name="要举报的照片").wait_for()
    await ann.page.get_by_role("radio").nth(2).check()
    await ann.press("提交举报")
    await ann.sees("收到了，谢谢你告诉我们")

    await bo.press("移除第 2 张")
    async with bo.page.expect_response("**/me/photos"):
        await bo.page.get_by_role("button", name="移除", exact=True).click()
    await bo.page.get_by_role("img", name="第 2 张照片").wait_for(state="detached")
    assert (await bo_is.get("/me"))["photos"] == [blue]

    await bo.open(f"/received/{gift_id}")
    await bo.fill(re.compile("说声谢谢"), "真好看！")
    await bo.page.get_by_label("附一张照片").set_input_files(photo("green"))
    await bo.page.get_by_role("img", name="你附的照片").wait_for()
    await bo.press("道谢")
    await bo.sees("你的道谢")
    await ann.open(f"/given/{gift_id}")
    await ann.page.get_by_role("img", name="随道谢附上的照片").wait_for()
    await ann.accessible("a gift with thanks and a photo")
