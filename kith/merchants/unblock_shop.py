"""Take a shop back."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def unblock_shop(tx: Tx, person_id: people.PersonId, merchant_id: MerchantId) -> None:
    """The shop may serve this person again. A shop that was not blocked stays so."""
    await shops.unblock.run(tx, person_id=person_id, merchant_id=merchant_id)
