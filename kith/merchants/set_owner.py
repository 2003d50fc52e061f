"""Make somebody the owner of a shop."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.hire import hire
from kith.merchants.shop import MerchantId


async def set_owner(tx: Tx, merchant_id: MerchantId, person_id: people.PersonId, now: datetime) -> None:
    """From now on this person, who works there, moves the shop's money. Raises `MerchantNotFound`."""
    await hire(tx, merchant_id, person_id, now)
    await shops.set_owner.run(tx, merchant_id=merchant_id, person_id=person_id)
