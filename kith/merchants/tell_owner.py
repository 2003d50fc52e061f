"""Tell the owner of a shop."""

from datetime import datetime

from kith import notices, people
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import MerchantId


async def tell_owner(tx: Tx, merchant_id: MerchantId, now: datetime) -> None:
    """Something about the shop's money has changed."""
    owner_id = await shops.owner.maybe(tx, merchant_id=merchant_id)
    if owner_id is not None:
        await notices.tell(tx, people.PersonId(owner_id), "shop_order", merchant_id, now)
