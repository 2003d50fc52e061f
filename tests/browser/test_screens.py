"""Every screen in both themes, languages and sizes: axe finds nothing, and double text stays within the page.

A screen is opened once and then turned about, as its device would be: opening it costs more than looking at it.
"""

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.town import every_screen
from tests.browser.visitor import Visitor

TALL = {"width": 390, "height": 3000}
"""So tall that nothing sticks over what is below it."""
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 2400}
_SIZED = """(size) => new Promise((drawn) => {
  document.documentElement.style.fontSize = size
  requestAnimationFrame(() => requestAnimationFrame(drawn))
})"""
_OUTSIDE = """(width) => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > width)
  .map((one) => one.outerHTML.slice(0, 120))"""
_SMALL = """() => [...document.querySelectorAll('button, select, input, nav a, main li > a')]
  .map((one) => ({ one, box: one.getBoundingClientRect() }))
  .filter(({ one, box }) => box.width > 0 && (box.width < 44 || box.height < 44) && !one.closest('label'))
  .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.width} × ${box.height}`)"""


async def _small(visitor: Visitor, name: str) -> None:
    small = await visitor.page.evaluate(_SMALL)
    assert not small, (name, small)


async def _overflows(visitor: Visitor, name: str) -> None:
    outside = await visitor.page.evaluate(_OUTSIDE, NARROW["width"])
    assert not outside, (name, outside)


async def _look(visitor: Visitor, name: str) -> None:
    page = visitor.page
    await visitor.accessible(f"{name}, light")
    await _small(visitor, name)
    await visitor.turn("dark")
    await visitor.accessible(f"{name}, dark", "contrast")

    await page.set_viewport_size(NARROW)
    await page.evaluate(_SIZED, "200%")
    await _overflows(visitor, name)
    await visitor.speak("en")
    await _overflows(visitor, f"{name}, English")

    await page.set_viewport_size(WIDE)
    await page.evaluate(_SIZED, "")
    await visitor.accessible(f"{name}, desktop, dark, English")
    await _small(visitor, f"{name}, desktop, English")


async def _walk(visitor: Visitor, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        await visitor.page.set_viewport_size(TALL)
        await visitor.page.emulate_media(color_scheme="light")
        await visitor.open(address)
        await visitor.page.locator("[aria-busy=true]:not(button)").first.wait_for(state="hidden")
        await _look(visitor, name)


async def test_every_screen_of_everybody(visit: Visit, stage: Stage) -> None:
    screens = await every_screen(stage)
    await _walk(await visit(reduced=True), screens.open)
    await _walk(await (await visit(reduced=True)).sign_in(screens.person), screens.own)
    await _walk(await (await visit(reduced=True)).sign_in(screens.staff), screens.shop)
