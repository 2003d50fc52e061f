"""Nearby in a browser: asked for, forbidden, allowed, listed, narrowed until nobody is left, and on to a person."""

import re

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit

HERE = {"lat": 36.064, "lng": 120.383}
"""Where nobody of another test is."""


async def test_from_the_first_question_to_a_person_nearby(visit: Visit, stage: Stage) -> None:
    ann, bo = await stage.person("安安"), await stage.person("邻居")
    await bo.put("/me/nearby", {"sharing": True})
    await bo.put("/me/position", HERE)
    visitor = await visit()
    await visitor.sign_in(ann)
    await visitor.open("/")
    page = visitor.page

    await visitor.sees("三天就忘")
    assert not (await ann.get("/me/nearby"))["sharing"]
    await visitor.press("打开“附近”")
    await visitor.sees("浏览器不允许 Kith 使用位置")
    assert (await ann.get("/me/nearby"))["until_at"] is None

    # The screen hears by itself that it may know now.
    await visitor.stand(HERE["lat"], HERE["lng"])
    seen = page.get_by_role("list", name="附近的人").get_by_role("link", name="邻居")
    await seen.get_by_text("公里内").wait_for()
    await seen.get_by_text("刚刚来过").wait_for()

    await visitor.press("筛选")
    await page.get_by_label("男").check()
    await visitor.press("看看")
    await visitor.sees("没有符合条件的人")
    await page.reload()
    await visitor.sees("没有符合条件的人")
    await visitor.press("去掉“男”")
    await seen.click()

    await page.get_by_role("heading", name="邻居").wait_for()
    await visitor.sees(re.compile("公里内"))
    await visitor.button("送礼物").wait_for()
