"""List the shops somebody blocked."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def blocked_shops(tx: Tx, person_id: people.PersonId) -> list[MerchantId]:
    """The shops that never serve this person."""
    return [MerchantId(found) for found in await shops.blocked_by.all(tx, person_id=person_id)]
