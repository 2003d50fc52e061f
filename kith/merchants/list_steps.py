"""List what was decided about a shop."""

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId
from kith.merchants.standing import Step


async def list_steps(tx: Tx, merchant_id: MerchantId) -> list[Step]:
    """Who certified, suspended and reinstated it, in order. For operators."""
    return await standings.steps.all(tx, merchant_id=merchant_id)
