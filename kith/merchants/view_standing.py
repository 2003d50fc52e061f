"""See how a shop stands."""

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId, MerchantNotFound
from kith.merchants.standing import Standing


async def view_standing(tx: Tx, merchant_id: MerchantId) -> Standing:
    """What the shop is certified for and until when, and whether it is suspended. Raises `MerchantNotFound`."""
    found = await standings.of.maybe(tx, merchant_id=merchant_id)
    if found is None:
        raise MerchantNotFound
    return found
