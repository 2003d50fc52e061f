"""List the shops that could not go on without somebody."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.kept_alone import kept_alone
from kith.merchants.shop import MerchantId


async def depending_on(tx: Tx, person_id: people.PersonId) -> list[MerchantId]:
    """Shops in which nobody else works, and those that this person owns, in the order of their ids."""
    staffed = await shops.staffed.all(tx, person_id=person_id)
    owned = [MerchantId(each) for each in await shops.owned.all(tx, ids=staffed, owner_id=person_id)]
    return sorted({*await kept_alone(tx, person_id), *owned})
