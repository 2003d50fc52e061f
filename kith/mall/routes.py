"""Goods over HTTP: what people find, and what a shop's staff keep."""

from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import mall, merchants, people
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_MOST = 2**53
_READ = (people.SignInFirst, people.ProfileIncomplete)

Units = Annotated[int, Meta(ge=0, le=1_000_000)]


class StockCount(Struct):
    """A shop's count of a variant: what it has, and the `units` it counted from."""

    units: Units
    was: Units


@get(
    "/goods",
    operation_id="listGoods",
    tags=["mall"],
    responses=refuses(*_READ, BadCursor),
)
async def list_goods(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    *,
    q: Annotated[
        str | None, QueryParameter(min_length=1, max_length=64, description="Chinese, pinyin or latin")
    ] = None,
    category: FromQuery[mall.Category | None] = None,
    occasion: FromQuery[mall.Occasion | None] = None,
    min_fen: Annotated[int, QueryParameter(ge=0, le=_MOST, description="of the cheapest variant")] = 0,
    max_fen: Annotated[int, QueryParameter(ge=0, le=_MOST, description="of the cheapest variant")] = _MOST,
    sort: FromQuery[mall.Sort | None] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[mall.GoodsCard]:
    """Listed goods: by relevance where something is searched for, else the newest first."""
    wanted = mall.Wanted(text=q, category=category, occasion=occasion, min_fen=min_fen, max_fen=max_fen, sort=sort)
    async with parts[Database].transaction() as tx:
        return await mall.list_goods(tx, wanted, limit, after)


@get(
    "/goods/{product_id:uuid}",
    operation_id="viewGoods",
    tags=["mall"],
    responses=refuses(*_READ, mall.ProductNotFound),
)
async def get_goods(
    parts: NamedDependency[Parts], me: NamedDependency[people.Me], product_id: FromPath[UUID]
) -> mall.Goods:
    """A product's page with its variants. Of stock it tells only whether a variant can be had."""
    async with parts[Database].transaction() as tx:
        return await mall.view_goods(tx, mall.ProductId(product_id))


@get(
    "/shops/{merchant_id:uuid}/goods",
    operation_id="listShopGoods",
    tags=["shops"],
    responses=refuses(*_READ, merchants.NotYourShop, BadCursor),
)
async def list_shop_goods(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    merchant_id: FromPath[UUID],
    *,
    wanted: Annotated[mall.ProductState | None, QueryParameter(name="state")] = None,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[mall.OwnGoods]:
    """The shop's goods in every state with their exact stock, for its staff."""
    async with parts[Database].transaction() as tx:
        return await mall.list_shop_goods(
            tx, merchants.MerchantId(merchant_id), me.person_id, state=wanted, limit=limit, after=after
        )


@put(
    "/skus/{sku_id:uuid}/stock",
    operation_id="setStock",
    tags=["shops"],
    responses=refuses(*_READ, people.CrossSite, merchants.NotYourShop, mall.StockMoved),
)
async def set_stock(
    parts: NamedDependency[Parts], me: NamedDependency[people.Me], sku_id: FromPath[UUID], data: JSONBody[StockCount]
) -> mall.OwnVariant:
    """Write down how many units the shop has, for its staff. Units promised and not yet ordered stay out of sale."""
    async with parts[Database].transaction() as tx:
        return await mall.set_stock(
            tx, mall.SkuId(sku_id), me.person_id, units=data.units, was=data.was, now=clock.now()
        )


@get(
    "/shops/{merchant_id:uuid}/imports",
    operation_id="listImports",
    tags=["shops"],
    responses=refuses(*_READ, merchants.NotYourShop, BadCursor),
)
async def list_imports(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    merchant_id: FromPath[UUID],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[mall.FeedImport]:
    """The shop's feed imports, the newest first, for its staff."""
    async with parts[Database].transaction() as tx:
        return await mall.list_imports(tx, merchants.MerchantId(merchant_id), me.person_id, limit, after)


@get(
    "/shops/{merchant_id:uuid}/imports/{import_id:uuid}",
    operation_id="viewImport",
    tags=["shops"],
    responses=refuses(*_READ, merchants.NotYourShop, mall.ImportNotFound),
)
async def get_import(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    merchant_id: FromPath[UUID],
    import_id: FromPath[UUID],
) -> mall.FeedImport:
    """How far an import is and what came of it, for the shop's staff."""
    async with parts[Database].transaction() as tx:
        return await mall.view_import(tx, merchants.MerchantId(merchant_id), me.person_id, import_id)


@get(
    "/shops/{merchant_id:uuid}/imports/{import_id:uuid}/errors",
    operation_id="listImportErrors",
    tags=["shops"],
    responses=refuses(*_READ, merchants.NotYourShop, mall.ImportNotFound, BadCursor),
)
async def list_import_errors(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    merchant_id: FromPath[UUID],
    import_id: FromPath[UUID],
    *,
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[mall.FeedError]:
    """What was wrong, row by row, for the shop's staff."""
    async with parts[Database].transaction() as tx:
        return await mall.list_import_errors(
            tx, merchants.MerchantId(merchant_id), me.person_id, import_id, limit=limit, after=after
        )


handlers = [list_goods, get_goods, list_shop_goods, set_stock, list_imports, get_import, list_import_errors]
