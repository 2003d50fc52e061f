"""Give a promised unit back."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import stock as stocks
from kith.mall.goods import SkuId


async def give_back(tx: Tx, sku_id: SkuId, holder: UUID, now: datetime) -> None:
    """Whatever `holder` has of this SKU, reserved or taken, can be had by others again. Nothing held is no mistake."""
    await stocks.lock.maybe(tx, sku_id=sku_id)
    hold = await stocks.hold.maybe(tx, sku_id=sku_id, holder=holder)
    if hold is None or hold.state == "back":
        return
    await stocks.give_back.run(
        tx, sku_id=sku_id, holder=holder, state=hold.state, handed_over=hold.handed_over, now=now
    )
