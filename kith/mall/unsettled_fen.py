"""Sum up what a shop may yet earn."""

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import sale as sales


async def unsettled_fen(tx: Tx, merchant_id: merchants.MerchantId) -> int:
    """The fen of its orders that are under way, or received and not yet settled."""
    return await sales.unsettled.one(tx, merchant_id=merchant_id)
