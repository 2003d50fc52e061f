"""Tell whether a shop may sell."""

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId


async def is_selling(tx: Tx, merchant_id: MerchantId) -> bool:
    """Whether there is such a shop and it is not suspended; a suspension that comes meanwhile waits for this
    transaction."""
    found = await standings.hold.maybe(tx, merchant_id=merchant_id)
    return found is not None and found.suspended_at is None
