"""Ask whether somebody works in a shop."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def is_staff(tx: Tx, merchant_id: MerchantId, person_id: people.PersonId) -> bool:
    """True for those who own or staff the shop."""
    return await shops.staff.maybe(tx, merchant_id=merchant_id, person_id=person_id) is not None
