"""Hold a door that only the owner may pass."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.check_staff import check_staff
from kith.merchants.shop import MerchantId, OwnerOnly


async def check_owner(tx: Tx, merchant_id: MerchantId, person_id: people.PersonId) -> None:
    """Raises `NotYourShop` for everyone but staff, whether or not the shop exists, and `OwnerOnly` for other staff."""
    await check_staff(tx, merchant_id, person_id)
    if await shops.owner.maybe(tx, merchant_id=merchant_id) != person_id:
        raise OwnerOnly
