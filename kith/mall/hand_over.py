"""Let the shop's own count know of a unit."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import stock as stocks
from kith.mall.goods import SkuId


async def hand_over(tx: Tx, sku_id: SkuId, holder: UUID, now: datetime) -> bool:
    """The shop has an order for the unit that `holder` took: what it counts from now on is without it.

    Until then a promised unit is kept out of every count the shop sends, so that a feed written in ignorance of it
    cannot sell it again. Returns False where nothing was taken, or it was handed over before.
    """
    stocks.lock.send(tx, sku_id=sku_id)
    return await stocks.hand_over.run(tx, sku_id=sku_id, holder=holder, now=now) == 1
