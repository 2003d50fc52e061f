"""Shops over HTTP: those I work in, and those I do not want."""

from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from kith import merchants, people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)


@get("/me/shops", operation_id="listMyShops", tags=["shops"], responses=refuses(*_READ))
async def list_my_shops(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> list[merchants.Merchant]:
    """The shops I own or work in."""
    async with parts[Database].transaction() as tx:
        return await merchants.staffed(tx, me.person_id)


@put(
    "/me/shop-blocks/{merchant_id:uuid}",
    operation_id="blockShop",
    tags=["shops"],
    status_code=204,
    responses=refuses(*_READ, people.CrossSite, merchants.MerchantNotFound),
)
async def block_shop(
    parts: NamedDependency[Parts], me: NamedDependency[people.Me], merchant_id: FromPath[UUID]
) -> None:
    """This shop cannot fulfil a gift to me any more."""
    async with parts[Database].transaction() as tx:
        await merchants.block_shop(tx, me.person_id, merchants.MerchantId(merchant_id), clock.now())


@delete(
    "/me/shop-blocks/{merchant_id:uuid}",
    operation_id="unblockShop",
    tags=["shops"],
    status_code=204,
    responses=refuses(*_READ, people.CrossSite),
)
async def unblock_shop(
    parts: NamedDependency[Parts], me: NamedDependency[people.Me], merchant_id: FromPath[UUID]
) -> None:
    """This shop may fulfil gifts to me again."""
    async with parts[Database].transaction() as tx:
        await merchants.unblock_shop(tx, me.person_id, merchants.MerchantId(merchant_id))


handlers = [list_my_shops, block_shop, unblock_shop]
