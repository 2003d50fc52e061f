"""The town's shops opened: their staff hired, their feeds imported, their goods looked through and listed."""

import asyncio
from datetime import datetime
from pathlib import Path

from kith import mall, media, merchants, people
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main.demo.catalogue import Shop, shops
from kith.main.demo.feeds import write_feed
from kith.main.demo.names import named

_AT_ONCE = 4
_DOLLAR_CATEGORIES: dict[str, mall.Category] = {"Audio": "digital", "Input > Keyboards": "digital"}


class FeedRefused(Exception):
    """A shop's feed did not go in whole: which shop, and what the importer says."""


async def open_shops(parts: Parts, here: dict[str, people.PersonId], now: datetime) -> None:
    """Open every shop, a few at a time. A shop that is there already is found as it was."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def take_turn(shop: Shop) -> None:
        async with turns:
            await _open(parts, shop, here[shop.staff], now)

    async with asyncio.TaskGroup() as group:
        for shop in shops().values():
            group.create_task(take_turn(shop))


async def _open(parts: Parts, shop: Shop, keeper: people.PersonId, now: datetime) -> None:
    db = parts[Database]
    merchant_id = shop.merchant_id
    async with db.transaction() as tx:
        await merchants.add(
            tx, merchant_id=merchant_id, name=shop.name, city=shop.city, phone=shop.phone, staff=[keeper], now=now
        )
        await mall.set_map(tx, merchant_id, _map(shop), now)
    folder = (parts[Settings].home / "demo" / shop.key).resolve()
    await _import(parts, shop, await asyncio.to_thread(write_feed, shop, folder), now)
    async with db.transaction() as tx:
        for waiting in (await mall.review_queue(tx, merchant_id, 100, None)).items:
            await mall.review(tx, waiting.product_id, "approved", by="demo", why="", now=now)


async def _import(parts: Parts, shop: Shop, feed: Path, now: datetime) -> None:
    order = mall.ImportOrder(
        # An installation that has moved has its feeds elsewhere, and imports them anew.
        import_id=named(f"import:{shop.key}:{feed}"),
        merchant_id=shop.merchant_id,
        source=feed,
        strict=True,
        local_pictures=True,
    )
    done = await mall.import_feed(parts[Database], order, shelf=parts[media.Shelf], policy=parts[mall.Policy], now=now)
    if done.state != "done":
        raise FeedRefused(f"{shop.key}: {done.refusal}, {done.refused} refused")


def _map(shop: Shop) -> mall.FeedMap:
    foreign = shop.currency != "CNY"
    return mall.FeedMap(
        currency=shop.currency,
        rate=shop.rate,
        categories=_DOLLAR_CATEGORIES if foreign else {},
        ships_to=shop.ships_to,
    )
