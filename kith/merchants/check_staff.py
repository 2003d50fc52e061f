"""Hold a door that only staff may pass."""

from kith import people
from kith.kit.sql import Tx
from kith.merchants.is_staff import is_staff
from kith.merchants.shop import MerchantId, NotYourShop


async def check_staff(tx: Tx, merchant_id: MerchantId, person_id: people.PersonId) -> None:
    """Raises `NotYourShop` for everyone but staff, whether or not the shop exists."""
    if not await is_staff(tx, merchant_id, person_id):
        raise NotYourShop
