"""Write a unit off that its shop turned out not to have."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import stock as stocks
from kith.mall.goods import SkuId


async def write_off(tx: Tx, sku_id: SkuId, holder: UUID, now: datetime) -> None:
    """`holder` has nothing of this SKU any more, and nothing comes back: the unit that was handed over never was."""
    await stocks.lock.maybe(tx, sku_id=sku_id)
    await stocks.write_off.run(tx, sku_id=sku_id, holder=holder, now=now)
