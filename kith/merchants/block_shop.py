"""Block a shop."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.merchant import merchant
from kith.merchants.shop import MerchantId


async def block_shop(tx: Tx, person_id: people.PersonId, merchant_id: MerchantId, now: datetime) -> None:
    """This shop fulfils nothing for this person any more; what it has accepted already runs on. Raises
    `MerchantNotFound`."""
    await merchant(tx, merchant_id)
    await shops.block.run(tx, person_id=person_id, merchant_id=merchant_id, now=now)
