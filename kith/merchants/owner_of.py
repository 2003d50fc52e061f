"""Ask who owns a shop."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def owner_of(tx: Tx, merchant_id: MerchantId) -> people.PersonId | None:
    """Whoever moves its money and answers for it; None where nobody does."""
    found = await shops.owner.maybe(tx, merchant_id=merchant_id)
    return None if found is None else people.PersonId(found)
