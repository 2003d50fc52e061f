"""Look at a shop."""

from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import Merchant, MerchantId, MerchantNotFound


async def merchant(tx: Tx, merchant_id: MerchantId) -> Merchant:
    """The shop. Raises `MerchantNotFound`."""
    found = await shops.by_id.maybe(tx, merchant_id=merchant_id)
    if found is None:
        raise MerchantNotFound
    return found
