"""Promise a unit for a while."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import stock as stocks
from kith.mall.goods import SkuId, VariantNotFound
from kith.mall.stock import SoldOut


async def reserve(tx: Tx, sku_id: SkuId, holder: UUID, until: datetime, now: datetime) -> None:
    """Promise one unit of this SKU to `holder` until a moment. Who holds one already, reserved or taken, keeps it.

    Raises `VariantNotFound`, `SoldOut`.
    """
    stock = stocks.lock.send(tx, sku_id=sku_id)
    hold = await stocks.hold.maybe(tx, sku_id=sku_id, holder=holder)
    if await stock.maybe() is None:
        raise VariantNotFound
    if hold is not None and hold.state != "back":
        return
    if not await stocks.reserve.run(tx, sku_id=sku_id, holder=holder, until=until, now=now):
        raise SoldOut
