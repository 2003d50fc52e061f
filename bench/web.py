"""How soon the first screen stands on a slow phone: largest contentful paint in real Chromium, with nothing cached.

The processor is slowed down four times and the network is Slow 4G as Lighthouse emulates it: 150 ms a round trip,
1.6 Mbit/s down, 0.75 Mbit/s up. A ratio is the time allowed over the median time taken.
"""

import statistics
import sys
from typing import Any

from playwright.async_api import Browser
from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from kith.main.stories.actor import Actor
from kith.main.stories.instance import throwaway
from kith.main.stories.stage import Stage, staged
from tests.browser.visitor import chromium

ALLOWED_MS = 2_500
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 // 8,
    "uploadThroughput": 750_000 // 8,
}
PROCESSOR_SLOWDOWN = 4
SCREENS = ("welcome", "mall", "give", "received")
_PAINTED = """() => new Promise((done) => {
  let last = 0
  new PerformanceObserver((list) => { for (const one of list.getEntries()) last = one.startTime })
    .observe({ type: 'largest-contentful-paint', buffered: true })
  setTimeout(() => done(last), 1500)
})"""


async def measure(length: Length) -> dict[str, list[float]]:
    """The times in ms for each screen; for a taste one screen, once."""
    rounds, screens = {Length.FULL: (7, SCREENS), Length.QUICK: (2, SCREENS), Length.TASTE: (1, SCREENS[-1:])}[length]
    async with throwaway() as settings, staged(settings) as stage, chromium() as browser:
        paths, actor = await _scene(stage)
        taken: dict[str, list[float]] = {screen: [] for screen in screens}
        for _ in range(rounds + 1):
            for screen in screens:
                signed_in = None if screen == "welcome" else actor
                taken[screen].append(await _paint(browser, settings.local_url, paths[screen], signed_in))
        # The first round warms the server.
        return {screen: times[1:] for screen, times in taken.items()}


async def _scene(stage: Stage) -> tuple[dict[str, str], Actor]:
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await bo.give(ann, shop.red)
    await stage.pay(await bo.begin_payment(gift_id))
    return {"welcome": "/welcome", "mall": "/mall", "give": "/give/friend", "received": f"/received/{gift_id}"}, ann


async def _paint(browser: Browser, site: str, path: str, actor: Actor | None) -> float:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    try:
        if actor:
            await context.add_cookies([{"name": "kith_session", "value": actor.token, "url": site}])
        page = await context.new_page()
        line = await context.new_cdp_session(page)
        await line.send("Network.enable")
        await line.send("Network.emulateNetworkConditions", SLOW_4G)
        await line.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWDOWN})
        await page.goto(f"{site}/app{path}")
        await page.locator("h1").first.wait_for()
        painted: Any = await page.evaluate(_PAINTED)
        return float(painted)
    finally:
        await context.close()


def report(taken: dict[str, list[float]]) -> Report:
    """For each screen the time allowed over the time taken, and the times."""
    medians = {screen: statistics.median(times) for screen, times in taken.items()}
    ratios = {f"allowed_over_{screen}": round(ALLOWED_MS / median, 2) for screen, median in medians.items()}
    absolute = {f"{screen}_lcp_ms": round(median) for screen, median in medians.items()}
    return Report(ratios, absolute, dict.fromkeys(ratios, 1.0))


def show(taken: dict[str, list[float]]) -> None:
    """A table for people, on stderr, so that the JSON stands alone."""
    table = Table("screen", "LCP, median ms", "slowest ms", "allowed ms", title="First load, 4 × slower, Slow 4G")
    for screen, times in taken.items():
        table.add_row(screen, f"{statistics.median(times):,.0f}", f"{max(times):,.0f}", f"{ALLOWED_MS:,}")
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("web", __doc__, measure, show, report))
