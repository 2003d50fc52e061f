"""Wishes over HTTP."""

from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kith import mall, people
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.wishes.list_wishes import list_wishes
from kith.wishes.make_wish import make_wish
from kith.wishes.policy import Policy
from kith.wishes.take_back import take_back
from kith.wishes.view_goods_wishes import view_goods_wishes
from kith.wishes.wish import FriendsOnly, GoodsWishes, TooManyWishes, Wish

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


@put(
    "/me/wishes/{product_id:uuid}",
    operation_id="makeWish",
    tags=["wishes"],
    status_code=204,
    responses=refuses(*_WRITE, mall.ProductNotFound, TooManyWishes),
)
async def wish(product_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> None:
    """Wish for something: friends see it on my page."""
    async with parts[Database].transaction() as tx:
        await make_wish(tx, parts[Policy], me.person_id, mall.ProductId(product_id), clock.now())


@delete("/me/wishes/{product_id:uuid}", operation_id="takeBackWish", tags=["wishes"], responses=refuses(*_WRITE))
async def unwish(product_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> None:
    """No longer wish for something."""
    async with parts[Database].transaction() as tx:
        await take_back(tx, me.person_id, mall.ProductId(product_id))


@get("/me/wishes", operation_id="listMyWishes", tags=["wishes"], responses=refuses(*_READ, BadCursor))
async def mine(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[Wish]:
    """What I wish for, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_wishes(tx, me.person_id, me.person_id, limit=limit, after=after)


@get(
    "/people/{person_id:uuid}/wishes",
    operation_id="listWishes",
    tags=["wishes"],
    responses=refuses(*_READ, FriendsOnly, BadCursor),
)
async def of_person(
    person_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[Wish]:
    """What a friend wishes for, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_wishes(tx, me.person_id, people.PersonId(person_id), limit=limit, after=after)


@get(
    "/goods/{product_id:uuid}/wishes",
    operation_id="viewGoodsWishes",
    tags=["wishes"],
    responses=refuses(*_READ),
)
async def of_goods(
    product_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GoodsWishes:
    """Whether I wish for these goods, and whether some friend does."""
    async with parts[Database].transaction() as tx:
        return await view_goods_wishes(tx, me.person_id, mall.ProductId(product_id))


handlers = [wish, unwish, mine, of_person, of_goods]
