"""Every screen in both themes and languages: axe finds nothing, and nothing stands out of the page at double text."""

from collections.abc import Awaitable, Callable
from typing import Unpack

import pytest

from kith.main.stories.stage import Stage
from tests.browser.conftest import Visit
from tests.browser.town import Screens, every_screen
from tests.browser.visitor import Language, Looks, Theme, Visitor

LANGUAGES: list[Language] = ["zh-CN", "en"]
THEMES: list[Theme] = ["light", "dark"]
TALL = {"width": 390, "height": 3000}
"""So tall that nothing sticks over what is below it."""
NARROW = {"width": 360, "height": 740}
_DOUBLED = """() => new Promise((drawn) => {
  document.documentElement.style.fontSize = '200%'
  requestAnimationFrame(() => requestAnimationFrame(drawn))
})"""
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => [...document.querySelectorAll('button, select, input, nav a, main li > a')]
  .map((one) => ({ one, box: one.getBoundingClientRect() }))
  .filter(({ one, box }) => box.width > 0 && (box.width < 44 || box.height < 44) && !one.closest('label'))
  .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.width} × ${box.height}`)"""


@pytest.fixture(scope="module")
def remembered() -> dict[str, Screens]:
    """The scene is set once."""
    return {}


async def _walk(visit: Visit, stage: Stage, remembered: dict[str, Screens], **looks: Unpack[Looks]) -> list[Visitor]:
    if "screens" not in remembered:
        remembered["screens"] = await every_screen(stage)
    return [await visit(**{**looks, "reduced": True}) for _ in range(3)]


async def _through(visitors: list[Visitor], screens: Screens, look: Callable[[Visitor, str], Awaitable[None]]) -> None:
    nobody, ann, wen = visitors
    await ann.sign_in(screens.person)
    await wen.sign_in(screens.staff)
    for visitor, addresses in ((nobody, screens.open), (ann, screens.own), (wen, screens.shop)):
        for name, address in addresses.items():
            await visitor.open(address)
            await visitor.page.locator("[aria-busy=true]:not(button)").first.wait_for(state="hidden")
            await look(visitor, name)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_and_double_text_fits(
    visit: Visit, stage: Stage, remembered: dict[str, Screens], language: Language
) -> None:
    visitors = await _walk(visit, stage, remembered, language=language)

    async def look(visitor: Visitor, name: str) -> None:
        await visitor.page.set_viewport_size(TALL)
        for theme in THEMES:
            await visitor.turn(theme)
            await visitor.accessible(f"{name}, {theme}, {language}")
            small = await visitor.page.evaluate(_SMALL)
            assert not small, (name, small)
        await visitor.page.set_viewport_size(NARROW)
        await visitor.page.evaluate(_DOUBLED)
        assert await visitor.page.evaluate(_WIDER) <= 0, name

    await _through(visitors, remembered["screens"], look)


async def test_axe_finds_nothing_on_a_desktop(visit: Visit, stage: Stage, remembered: dict[str, Screens]) -> None:
    visitors = await _walk(visit, stage, remembered, device="desktop")
    for visitor in visitors:
        await visitor.page.set_viewport_size({"width": 1280, "height": 2400})
    await _through(visitors, remembered["screens"], lambda visitor, name: visitor.accessible(f"{name}, desktop"))
