"""Ask whether somebody blocked a shop."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def shop_blocked(tx: Tx, person_id: people.PersonId, merchant_id: MerchantId) -> bool:
    """True where this person does not want anything of this shop."""
    return await shops.blocked.maybe(tx, person_id=person_id, merchant_id=merchant_id) is not None
