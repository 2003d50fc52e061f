"""List the shops that one person keeps alone."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def kept_alone(tx: Tx, person_id: people.PersonId) -> list[MerchantId]:
    """Shops in which nobody else works, in the order of their ids."""
    return [
        MerchantId(merchant_id)
        for merchant_id in sorted(await shops.staffed.all(tx, person_id=person_id))
        if await shops.staff_of.all(tx, merchant_id=merchant_id) == [person_id]
    ]
