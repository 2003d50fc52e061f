"""One person at a browser, and a record of everything that browser exchanged and complained about."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from playwright.async_api import Browser, BrowserContext, Locator, Page, Request, Response, async_playwright

from kith.main.stories.actor import Actor

Device = Literal["phone", "desktop"]
Theme = Literal["light", "dark"]
Language = Literal["zh-CN", "en"]
Rules = Literal["all", "contrast"]
"""What axe looks for: everything, or what depends on the theme."""

SIZES: dict[Device, tuple[int, int]] = {"phone": (390, 844), "desktop": (1280, 860)}
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
FAILED = Path(__file__).parents[2] / "var" / "failed"
"""What the people of a failed test saw last."""
_PATIENCE_MS = 30_000
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RULES: dict[Rules, dict[str, Any]] = {
    "all": {"runOnly": _STANDARDS},
    "contrast": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
_LANGUAGE = """(language) => new Promise((spoken) => {
  Object.defineProperty(navigator, 'languages', { value: [language], configurable: true })
  window.dispatchEvent(new Event('languagechange'))
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(spoken))
  const look = () => document.documentElement.lang === language ? drawn() : requestAnimationFrame(look)
  look()
})"""
_STILL = """() => document.fonts.status === 'loaded' && document.getAnimations().every(
  (one) => one.playState === 'finished' || one.effect.getComputedTiming().iterations === Infinity
)"""
_EXAMINE = f"""async ({{ rules, patience }}) => {{
  const still = {_STILL}
  for (const began = performance.now(); !still(); await new Promise(requestAnimationFrame))
    if (performance.now() - began > patience) throw new Error('it never comes to rest')
  const {{ violations }} = await axe.run(document, {{ ...rules, resultTypes: ['violations'], iframes: false }})
  return violations.map((one) => ({{
    rule: one.id,
    nodes: one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary),
  }}))
}}"""


class Looks(TypedDict, total=False):
    """How a browser is: phone or desktop, theme, language, and whether motion is reduced."""

    device: Device
    theme: Theme
    language: Language
    reduced: bool


class NoChromium(Exception):
    """There is no Chromium on the PATH; `make test` installs it when it may."""


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """The machine's own Chromium, running."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise NoChromium
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--lang=zh-CN"])
        try:
            yield browser
        finally:
            await browser.close()


class Visitor:
    """A person's browser. Whatever it complains about that was not `expected` fails the test in `check`."""

    def __init__(self, context: BrowserContext, page: Page, site: str) -> None:
        self.context = context
        self.page = page
        self.site = site
        self.traffic: list[bytes] = []
        self._complaints: list[str] = []
        self._expected: list[tuple[int, str]] = [(401, "GET /me")]
        self._lost: list[str] = []
        self._reading: set[asyncio.Task[None]] = set()

    async def watch(self) -> None:
        """Begin the record."""
        page = self.page
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("console", lambda said: self._said(said.type, said.text))
        line = await self.context.new_cdp_session(page)
        await line.send("Network.enable")
        for live in ("Network.eventSourceMessageReceived", "Network.webSocketFrameReceived"):
            line.on(live, lambda event: self.traffic.append(json.dumps(event).encode()))

    def expect(self, status: int, what: str) -> None:
        """A refusal that belongs to the test, as `"POST /gifts"`; `*` stands for anything."""
        self._expected.append((status, what))

    def expect_lost(self, what: str) -> None:
        """The test loses answers like these, as `"POST /gifts"`."""
        self._lost.append(what)

    def forgive_lost_connection(self) -> None:
        """The test took the connection away: what was asked meanwhile had to fail."""
        lost = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_NETWORK_CHANGED", "net::ERR_FAILED")
        self._complaints = [one for one in self._complaints if not one.endswith(lost)]

    async def check(self) -> None:
        """Nothing went wrong that was not expected."""
        await self.settle_record()
        assert not self._complaints, self._complaints

    async def settle_record(self) -> None:
        """Wait until every answer so far has been read into `traffic`."""
        while self._reading:
            await asyncio.gather(*self._reading)

    async def sign_in(self, actor: Actor) -> Visitor:
        """Use a session that this person already has."""
        cookie = {"name": "kith_session", "value": actor.token, "url": self.site, "httpOnly": True}
        await self.context.add_cookies([cookie])
        return self

    async def stand(self, lat: float, lng: float) -> None:
        """Be at this place, and let the browser tell."""
        await self.context.set_geolocation({"latitude": lat, "longitude": lng, "accuracy": 20})
        await self.context.grant_permissions(["geolocation"])

    async def open(self, path: str) -> Visitor:
        """Go to a screen by its address."""
        await self.page.goto(f"{self.site}/app{path}")
        await self.page.locator("h1").first.wait_for()
        return self

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """The button or link of that name."""
        return self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first

    async def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button or follow the link."""
        await self.button(name).click()

    async def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into a field."""
        await self.page.get_by_label(label).first.fill(text)

    async def sees(self, text: str | re.Pattern[str], *, seconds: float = 30) -> None:
        """The text is on the screen, or comes within the time."""
        await self.page.get_by_text(text).first.wait_for(timeout=seconds * 1000)

    async def turn(self, theme: Theme) -> None:
        """The device turns dark or light, and the screen with it."""
        await self.page.emulate_media(color_scheme=theme)
        await self.page.wait_for_function("(theme) => document.documentElement.dataset.theme === theme", arg=theme)

    async def speak(self, language: Language) -> None:
        """The device changes its language, and the screen with it."""
        async with asyncio.timeout(_PATIENCE_MS / 1000):
            await self.page.evaluate(_LANGUAGE, language)

    async def rest(self) -> None:
        """Nothing moves any more, but for what never stops."""
        await self.page.wait_for_function(_STILL)

    async def accessible(self, where: str, rules: Rules = "all") -> None:
        """axe finds nothing on this screen."""
        if await self.page.evaluate("() => !('axe' in window)"):
            await self.page.evaluate(await asyncio.to_thread(AXE.read_text))
        found: list[dict[str, Any]] = await self.page.evaluate(
            _EXAMINE, {"rules": _RULES[rules], "patience": _PATIENCE_MS}
        )
        assert not found, (where, found)

    def _said(self, kind: str, text: str) -> None:
        # An answer with an error status is judged by `_answered`, which knows what was asked.
        lost = text.startswith("WebSocket connection to") and self._loses("GET /me/live")
        if kind == "error" and not lost and not text.startswith("Failed to load resource"):
            self._complaints.append(f"console: {text}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still asking.
        if request.failure == "net::ERR_ABORTED" or self._loses(self._asked(request)):
            return
        self._complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def _loses(self, asked: str) -> bool:
        return any(fnmatchcase(asked, one) for one in self._lost)

    def _asked(self, request: Request) -> str:
        return f"{request.method} {request.url.removeprefix(self.site).split('?')[0]}"

    def _answered(self, response: Response) -> None:
        request = response.request
        asked = self._asked(request)
        if response.status >= 400 and not any(
            status == response.status and fnmatchcase(asked, what) for status, what in self._expected
        ):
            self._complaints.append(f"{response.status}: {asked}")
        task = asyncio.ensure_future(self._keep(request, response))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _keep(self, request: Request, response: Response) -> None:
        if request.url.startswith("blob:"):
            # Out of this browser's own memory; reading it again would be a connection that no page may make.
            return
        said = [
            request.url.encode(),
            request.post_data_buffer or b"",
            json.dumps(await response.all_headers()).encode(),
        ]
        # The files of the app are the same for everybody.
        static = self._asked(request).startswith("GET /app/")
        stream = "event-stream" in response.headers.get("content-type", "")
        if not static and not stream and response.status not in (204, 302, 304):
            try:
                said.append(await response.body())
            except Exception as error:
                # A page that was left takes its unread answers along.
                said.append(type(error).__name__.encode())
        self.traffic += said


@asynccontextmanager
async def visiting(browser: Browser, site: str, **looks: Unpack[Looks]) -> AsyncGenerator[Visitor]:
    """Somebody with a browser of their own, checked at the end."""
    device, language = looks.get("device", "phone"), looks.get("language", "zh-CN")
    width, height = SIZES[device]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=device == "phone",
        is_mobile=device == "phone",
        locale=language,
        color_scheme=looks.get("theme", "light"),
        reduced_motion="reduce" if looks.get("reduced") else "no-preference",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(_PATIENCE_MS)
    visitor = Visitor(context, await context.new_page(), site)
    await visitor.watch()
    try:
        yield visitor
        await visitor.check()
    finally:
        await context.close()
