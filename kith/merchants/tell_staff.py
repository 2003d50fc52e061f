"""Tell those who work in a shop."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def tell_staff(tx: Tx, merchant_id: MerchantId, now: datetime) -> None:
    """Something in the shop's queue of orders has changed."""
    for person_id in await shops.staff_of.all(tx, merchant_id=merchant_id):
        await notices.tell(tx, people.PersonId(person_id), "shop_order", merchant_id, now)
