"""Small pictures of the main screens, of the demo town: `python -m tests.browser.screens FOLDER` (`make screens`)."""

import asyncio
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Unpack

from PIL import Image

from kith.kit.settings import Settings, load
from kith.main.quarters import quarters
from kith.main.stories.actor import Actor
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import Stage, staged
from tests.browser.visitor import Looks, Visitor, chromium, visiting

GIVER, SHOPKEEPER = "+8619900000001", "+8619900000011"
_LOADED = "() => [...document.images].every((one) => one.complete || one.loading === 'lazy')"
_WIDTHS = {"phone": 300, "desktop": 640}


async def write(folder: Path) -> None:
    """One picture for each main screen, replacing those that are there."""
    home = Path(tempfile.mkdtemp(prefix="kith-screens-"))
    environ = environment(home)
    try:
        async with started(environ, "up", "--demo"), staged(load(environ)) as stage:
            await _shoot(stage, load(environ), folder)
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def _shoot(stage: Stage, settings: Settings, folder: Path) -> None:
    wan, qin = await stage.person("林晚", GIVER), await stage.person("秦木", SHOPKEEPER)
    shop = (await qin.get("/me/shops"))[0]["merchant_id"]  # pyright: ignore[reportArgumentType] a list
    offered = await _first(wan, "/me/received", "offered")
    goods = (await wan.get("/goods?q=杯"))["items"][0]["product_id"]
    friend = (await wan.get("/me/friends"))["items"][0]["person_id"]
    sku = (await wan.get(f"/goods/{goods}"))["variants"][0]["sku_id"]
    unpaid = await _first(wan, "/me/given", "unpaid")
    charge = (await wan.given(unpaid))["parts"][0]["charge_id"]
    own: dict[str, str] = {
        "nearby": "/nearby",
        "mall": "/mall",
        "goods": f"/goods/{goods}",
        "card": f"/give/card?to={friend}&goods={goods}&sku={sku}",
        "pay": f"/charges/{charge}",
        "unwrap": f"/received/{offered}",
        "given": "/given",
        "me": "/me",
    }
    town = quarters()[0]
    async with chromium() as browser:

        async def take(name: str, path: str, actor: Actor | None, **looks: Unpack[Looks]) -> None:
            async with visiting(browser, settings.local_url, **{**looks, "reduced": True}) as visitor:
                if actor:
                    await visitor.sign_in(actor)
                await visitor.stand(town.lat, town.lng)
                await visitor.open(path)
                await _save(visitor, folder / f"{name}.webp", _WIDTHS[looks.get("device", "phone")])

        await take("welcome", "/welcome", None)
        for name, path in own.items():
            await take(name, path, wan)
        await take("mall-dark", "/mall", wan, theme="dark", language="en")
        await take("shop", f"/shops/{shop}", qin, device="desktop")


async def _first(actor: Actor, path: str, state: str) -> str:
    items = (await actor.get(path))["items"]
    return next(item["gift_id"] for item in items if item["state"] == state)


async def _save(visitor: Visitor, path: Path, width: int) -> None:
    await visitor.page.locator("[aria-busy=true]:not(button)").first.wait_for(state="hidden")
    await visitor.page.wait_for_function(_LOADED)
    await visitor.rest()
    picture = Image.open(io.BytesIO(await visitor.page.screenshot()))
    picture.thumbnail((width, width * 3))
    picture.save(path, "WEBP", quality=82)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(write(target))
