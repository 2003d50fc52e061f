"""List shops."""

from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import Merchant


async def list_merchants(tx: Tx, limit: int) -> list[Merchant]:
    """The first shops by name, for operators."""
    return await shops.first.all(tx, limit=limit)
