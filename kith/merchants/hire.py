"""Make somebody staff of a shop."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.merchant import merchant
from kith.merchants.shop import MerchantId


async def hire(tx: Tx, merchant_id: MerchantId, person_id: people.PersonId, now: datetime) -> None:
    """From now on this person acts for the shop; its owner is the first. Once is enough. Raises `MerchantNotFound`."""
    await merchant(tx, merchant_id)
    await shops.hire.run(tx, merchant_id=merchant_id, person_id=person_id, now=now)
    await shops.hire_by_person.run(tx, merchant_id=merchant_id, person_id=person_id, now=now)
    await shops.first_owner.run(tx, merchant_id=merchant_id, person_id=person_id)
