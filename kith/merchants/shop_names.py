"""Name several shops."""

from collections.abc import Iterable

from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def shop_names(tx: Tx, merchant_ids: Iterable[MerchantId]) -> dict[MerchantId, str]:
    """The names by id. What is no shop is left out."""
    found = await shops.by_ids.all(tx, ids=list(merchant_ids))
    return {shop.merchant_id: shop.name for shop in found}
