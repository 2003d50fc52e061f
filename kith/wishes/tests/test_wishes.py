"""Wishes: who makes them, who sees them, and what becomes of them when goods are no longer listed."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from kith import mall, merchants, people, wishes
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.mall.tests.shelf import draft, enter, open_shop, variant
from kith.wishes.list_wishes import list_wishes
from kith.wishes.make_wish import make_wish
from kith.wishes.routes import handlers
from kith.wishes.take_back import take_back
from kith.wishes.view_goods_wishes import view_goods_wishes
from tests.cast import ANN, BO, CHEN, EVE, bearer, befriend, client, enrol, parts

GOODS = ("vase", "lamp", "bowl", "jug", "cup")


class Mall:
    """Eve's shop with five things. Ann and Bo are friends; Chen follows Bo, who does not follow him."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db, self.now = db, now
        self.policy = wishes.Policy(wishes=3)

    async def build(self) -> "Mall":
        async with self.db.transaction() as tx:
            for person in (ANN, BO, CHEN, EVE):
                await enrol(tx, person, self.now)
            await befriend(tx, ANN, BO, self.now)
            await people.follow(tx, people.NewFollower(), people.Policy(), CHEN, BO, now=self.now)
            self.shop = await open_shop(tx, self.now)
            await enter(tx, self.shop, *(draft(name, variants=[variant(name)]) for name in GOODS), now=self.now)
            await mall.enter_products(tx, self.shop, [draft("unseen")], by="test", now=self.now)
        return self

    def product(self, name: str) -> mall.ProductId:
        return mall.product_id(merchants.MerchantId(self.shop), name)

    async def wish(self, person: people.PersonId, name: str) -> None:
        self.now += timedelta(seconds=1)
        async with self.db.transaction() as tx:
            await make_wish(tx, self.policy, person, self.product(name), self.now)

    async def take_back(self, person: people.PersonId, name: str) -> None:
        async with self.db.transaction() as tx:
            await take_back(tx, person, self.product(name))

    async def seen(self, viewer: people.PersonId, person: people.PersonId) -> list[tuple[str, bool, bool]]:
        """The whole list by pages of two: title, whether it is listed, whether it can be had."""
        found: list[wishes.Wish] = []
        after: str | None = None
        while True:
            async with self.db.transaction() as tx:
                page = await list_wishes(tx, viewer, person, limit=2, after=after)
            found += page.items
            after = page.next
            if after is None:
                return [(wish.goods.title, wish.listed, wish.goods.available) for wish in found]

    async def around(self, person: people.PersonId, name: str) -> wishes.GoodsWishes:
        async with self.db.transaction() as tx:
            return await view_goods_wishes(tx, person, self.product(name))


@pytest.fixture
async def street(db: Database, now: datetime) -> Mall:
    return await Mall(db, now).build()


async def test_a_friend_sees_my_wishes_newest_first(street: Mall) -> None:
    for name in ("vase", "lamp", "bowl", "vase"):
        await street.wish(BO, name)
    expected = [("bowl", True, True), ("lamp", True, True), ("vase", True, True)]
    assert await street.seen(ANN, BO) == await street.seen(BO, BO) == expected
    await street.take_back(BO, "lamp")
    await street.take_back(BO, "lamp")
    assert [title for title, *_ in await street.seen(ANN, BO)] == ["bowl", "vase"]
    assert await street.seen(BO, ANN) == []


@pytest.mark.parametrize("viewer", [CHEN, EVE])
async def test_only_friends_see_them(street: Mall, viewer: people.PersonId) -> None:
    await street.wish(BO, "vase")
    with pytest.raises(wishes.FriendsOnly):
        await street.seen(viewer, BO)
    with pytest.raises(wishes.FriendsOnly):
        await street.seen(viewer, people.PersonId(ids.new(street.now)))


async def test_a_block_ends_the_sight(street: Mall) -> None:
    await street.wish(BO, "vase")
    async with street.db.transaction() as tx:
        await people.block(tx, people.Blocked(), BO, ANN, street.now)
    with pytest.raises(wishes.FriendsOnly):
        await street.seen(ANN, BO)
    assert await street.around(ANN, "vase") == wishes.GoodsWishes(mine=False, by_friend=False)


async def test_the_goods_tell_that_some_friend_wishes_for_them(street: Mall) -> None:
    await street.wish(BO, "vase")
    assert await street.around(ANN, "vase") == wishes.GoodsWishes(mine=False, by_friend=True)
    assert await street.around(BO, "vase") == wishes.GoodsWishes(mine=True, by_friend=False)
    for stranger in (CHEN, EVE):
        assert await street.around(stranger, "vase") == wishes.GoodsWishes(mine=False, by_friend=False)
    assert await street.around(ANN, "lamp") == wishes.GoodsWishes(mine=False, by_friend=False)


async def test_delisted_goods_stay_on_the_list_marked(street: Mall) -> None:
    await street.wish(BO, "vase")
    async with street.db.transaction() as tx:
        await tx.execute("UPDATE product SET state = 'delisted' WHERE product_id = %s", [street.product("vase")])
    assert await street.seen(ANN, BO) == [("vase", False, False)]
    with pytest.raises(mall.ProductNotFound):
        await street.wish(ANN, "vase")


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("nothing", mall.ProductNotFound), ("unseen", mall.ProductNotFound), ("jug", wishes.TooManyWishes)],
)
async def test_what_cannot_be_wished_for(street: Mall, name: str, refusal: type[Refusal]) -> None:
    for other in ("vase", "lamp", "bowl"):
        await street.wish(BO, other)
    with pytest.raises(refusal):
        await street.wish(BO, name)
    await street.wish(BO, "bowl")
    assert len(await street.seen(BO, BO)) == 3


async def test_the_limit_holds_when_wishes_race(street: Mall) -> None:
    async def wish(name: str) -> bool:
        async with street.db.transaction() as tx:
            try:
                await make_wish(tx, street.policy, BO, street.product(name), street.now)
            except wishes.TooManyWishes:
                return False
            return True

    made = await asyncio.gather(*(wish(name) for name in GOODS))
    assert made.count(True) == len(await street.seen(BO, BO)) == 3


@pytest.fixture
async def asking(street: Mall) -> AsyncGenerator[AsyncClient]:
    async with client(parts(street.db, street.policy), handlers) as made:
        yield made


async def test_over_http(street: Mall, asking: AsyncClient) -> None:
    vase, headers = street.product("vase"), await bearer(street.db, BO)

    async def ask(method: str, path: str, by: dict[str, str] | None = None) -> Response:
        return await asking.request(method, path, headers=by or headers)

    assert (await ask("PUT", f"/me/wishes/{vase}")).status_code == 204
    mine = (await ask("GET", "/me/wishes")).json()
    assert [UUID(item["goods"]["product_id"]) for item in mine["items"]] == [vase]
    assert (await ask("GET", f"/people/{BO}/wishes", await bearer(street.db, ANN))).json() == mine
    assert (await ask("GET", f"/goods/{vase}/wishes")).json() == {"mine": True, "by_friend": False}
    bad = await ask("GET", "/me/wishes?after=x")
    assert (bad.status_code, bad.json()["code"]) == (404, "bad_cursor")
    assert (await ask("DELETE", f"/me/wishes/{vase}")).status_code == 204
    assert (await ask("GET", "/me/wishes")).json()["items"] == []
