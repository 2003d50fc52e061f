"""Turn a reservation into a unit that is the holder's."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.mall import stock as stocks
from kith.mall.goods import SkuId
from kith.mall.reserve import reserve


async def take(tx: Tx, sku_id: SkuId, holder: UUID, now: datetime) -> None:
    """The unit is the holder's until it is given back. Taking twice is taking once.

    A reservation that has run out, or was never made, is made now if something is left: a payment that arrives in time
    may be booked a little later. Raises `VariantNotFound`, `SoldOut`.
    """
    await reserve(tx, sku_id, holder, now, now)
    stocks.take.send(tx, sku_id=sku_id, holder=holder, now=now)
