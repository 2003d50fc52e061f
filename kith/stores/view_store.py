"""Look at a store."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.stores import store as stores
from kith.stores.hours import opening
from kith.stores.store import NOTHING, Store


async def view_store(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> Store:
    """The shop as everybody sees it. Raises `merchants.MerchantNotFound`."""
    shop = await merchants.merchant(tx, merchant_id)
    standing = await merchants.view_standing(tx, merchant_id)
    row = await stores.of.maybe(tx, merchant_id=merchant_id) or NOTHING
    hours = stores.hours_of(row)
    return Store(
        merchant_id,
        shop.name,
        shop.city,
        shop.phone,
        standing.category,
        merchants.certified(standing, now),
        standing.suspended_at is not None,
        row.words,
        stores.place_of(row),
        hours,
        opening(hours, now) if hours else None,
        row.picture_ids,
    )
