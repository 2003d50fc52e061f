"""List the shops somebody works in."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import Merchant


async def staffed(tx: Tx, person_id: people.PersonId) -> list[Merchant]:
    """The shops this person owns or staffs, by name."""
    found = await shops.staffed.all(tx, person_id=person_id)
    return await shops.by_ids.all(tx, ids=found)
