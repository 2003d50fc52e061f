"""Being notified: what the screen says of this browser, and what the service worker makes of a push."""

import asyncio
import json
from typing import Any
from uuid import uuid4

from playwright.async_api import Worker

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

_SHOWN = """async (count) => {
  for (;;) {
    const all = await self.registration.getNotifications()
    if (all.length === count) return all.map(({ title, body, tag, data }) => ({ title, body, tag, data }))
    await new Promise((later) => setTimeout(later, 20))
  }
}"""
_COUNT = "() => { self.pushes = 0; self.addEventListener('push', () => self.pushes++) }"
_COUNTED = """async (count) => {
  while (self.pushes < count) await new Promise((later) => setTimeout(later, 20))
}"""
_HAS_WORDS = """async (lang) => {
  const kept = await caches.match('/app/words', { cacheName: 'words' })
  return kept && (await kept.json()).lang === lang
}"""


class Pushing:
    """A browser whose service worker gets pushes as from its push service."""

    def __init__(self, visitor: Visitor, worker: Worker, line: Any, registration: str) -> None:
        self._sent = 0
        self._worker = worker
        self._visitor = visitor
        self._line = line
        self._registration = registration

    async def push(self, **said: object) -> None:
        """What the server sends, until the worker has it."""
        self._sent += 1
        await self._line.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self._visitor.site, "registrationId": self._registration, "data": json.dumps(said)},
        )
        async with asyncio.timeout(120):
            await self._worker.evaluate(_COUNTED, self._sent)

    async def shows(self, count: int) -> list[dict[str, str]]:
        """The notifications, as soon as there are so many."""
        async with asyncio.timeout(120):
            return await self._worker.evaluate(_SHOWN, count)


async def pushing(visitor: Visitor) -> Pushing:
    """When the app has left its words there."""
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def note(event: dict[str, Any]) -> None:
        if event["registrations"] and not registered.done():
            registered.set_result(event["registrations"][0]["registrationId"])

    await visitor.page.evaluate("navigator.serviceWorker.ready")
    await visitor.page.wait_for_function(_HAS_WORDS, arg="zh-CN")
    # The page that talks to the browser stays; the other one leaves the app.
    line = await visitor.context.new_cdp_session(await visitor.context.new_page())
    line.on("ServiceWorker.workerRegistrationUpdated", note)
    await line.send("ServiceWorker.enable")
    [worker] = visitor.context.service_workers
    await worker.evaluate(_COUNT)
    return Pushing(visitor, worker, line, await registered)


async def test_a_push_is_shown_to_who_looks_elsewhere_and_leads_to_what_it_is_about(visit: Visit, stage: Stage) -> None:
    ann = await (await visit()).sign_in(await stage.person("安安"))
    await ann.context.grant_permissions(["notifications"])
    await ann.open("/me/settings")
    browser = await pushing(ann)
    talk, person = str(uuid4()), str(uuid4())
    await browser.push(kind="ask", ref=person, number=1)
    await ann.page.goto("about:blank")
    # Whoever looked at the app was not told. Of two pushes about one thing one is left.
    for _ in range(2):
        await browser.push(kind="message", ref=talk, number=1)
    await browser.push(kind="summary", number=4)
    shown = sorted(await browser.shows(2), key=lambda one: one["tag"])
    assert [(one["title"], one["body"], one["data"]) for one in shown] == [
        ("新消息", "有人给你发了消息", f"/app/chats/{talk}"),
        ("你不在的时候", "有 4 件新的事", "/app/"),
    ]
    # Coming back one has seen it; from then on it is told in the language that is spoken now.
    await ann.open("/me/settings")
    await browser.shows(0)
    await ann.page.get_by_label("English").check()
    await ann.page.wait_for_function(_HAS_WORDS, arg="en")
    await ann.page.goto("about:blank")
    await browser.push(kind="follow", ref=person, number=1)
    [one] = await browser.shows(1)
    assert (one["title"], one["data"]) == ("A new follower", f"/app/people/{person}")


async def test_the_screen_says_what_this_browser_can_and_keeps_what_is_chosen(visit: Visit, stage: Stage) -> None:
    actor = await stage.person("安安")
    ann = await (await visit()).sign_in(actor)
    await ann.open("/me")
    await ann.press("通知")
    await ann.sees("浏览器拦住了 Kith 的通知")
    await ann.context.grant_permissions(["notifications"])
    await ann.page.evaluate("window.dispatchEvent(new Event('focus'))")
    await ann.page.get_by_label("在这台设备上通知我").wait_for()
    await ann.page.get_by_label("新的关注").uncheck()
    await ann.sees("已保存")
    await ann.fill("从", "22:30")
    await ann.press("保存")
    await ann.page.get_by_role("button", name="保存").wait_for(state="hidden")
    choices = (await actor.get("/me/push"))["choices"]
    assert choices["off"] == ["people"]
    assert (choices["quiet"]["begins"], choices["quiet"]["ends"]) == ("22:30", "08:00")
