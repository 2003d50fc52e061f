"""Set a variant's units."""

from datetime import datetime

from kith import merchants, people
from kith.kit.sql import Tx
from kith.mall import goods, listing
from kith.mall import stock as stocks
from kith.mall.goods import SkuId
from kith.mall.listing import OwnVariant
from kith.mall.product import product
from kith.mall.stock import StockMoved


async def set_stock(
    tx: Tx, sku_id: SkuId, person_id: people.PersonId, *, units: int, was: int, now: datetime
) -> OwnVariant:
    """Write down that the shop has `units`, where it counted from `was`. The same again changes nothing.

    Units that are promised and not yet ordered stay out of what can be had. Raises `NotYourShop`, `StockMoved`.
    """
    found = await goods.variant.maybe(tx, sku_id=sku_id)
    if found is None:
        raise merchants.NotYourShop
    await merchants.check_staff(tx, (await product(tx, found.product_id)).merchant_id, person_id)
    moved = await stocks.count.run(tx, sku_id=sku_id, units=units, was=was, now=now)
    variant = await listing.own_variant.one(tx, sku_id=sku_id)
    if not moved and variant.units != units:
        raise StockMoved(units=variant.units)
    return variant
