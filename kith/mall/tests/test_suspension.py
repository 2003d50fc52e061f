"""A suspended shop sells nothing new, and sells again when it is reinstated."""

from datetime import datetime

import pytest

from kith import mall, merchants
from kith.kit.sql import Tx
from kith.mall.tests import shelf

MOVED = merchants.StandingMoved(mall.pause_shop, mall.resume_shop)


async def state(tx: Tx, product_id: mall.ProductId) -> str:
    return (await mall.product(tx, product_id)).state


async def test_what_was_listed_comes_back_and_nothing_else(tx: Tx, now: datetime) -> None:
    shop = await shelf.open_shop(tx, now)
    await shelf.enter(tx, shop, shelf.draft("vase"), shelf.draft("cup"), shelf.draft("jug"), now=now)
    vase, cup, jug = (mall.product_id(shop, name) for name in ("vase", "cup", "jug"))
    await mall.review(tx, jug, "delisted", by="rita", why="broken", now=now)
    await mall.review(tx, cup, "delisted", by="rita", why="broken", now=now)
    said = {"by": "rita", "reason": "complaints", "now": now}
    await merchants.suspend(tx, MOVED, shop, **said)
    assert [await state(tx, each) for each in (vase, cup)] == ["delisted", "delisted"]
    with pytest.raises(merchants.AlreadySuspended):
        await merchants.suspend(tx, MOVED, shop, **said)
    with pytest.raises(merchants.ShopSuspended):
        await mall.review(tx, jug, "approved", by="rita", why="", now=now)
    await merchants.reinstate(tx, MOVED, shop, **said)
    assert [await state(tx, each) for each in (vase, cup)] == ["listed", "delisted"]
    with pytest.raises(merchants.NotSuspended):
        await merchants.reinstate(tx, MOVED, shop, **said)
    assert [step.deed for step in await merchants.list_steps(tx, shop)] == ["suspended", "reinstated"]
