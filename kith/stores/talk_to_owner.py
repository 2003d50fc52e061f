"""Talk to whoever owns a shop."""

from datetime import datetime

from kith import chat, merchants, people
from kith.kit.sql import Tx
from kith.stores.store import ShopIsBlocked, ShopTalk, ShopUnattended, YourOwnShop


async def talk_to_owner(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, now: datetime
) -> ShopTalk:
    """The conversation of the two; the owner learns of it when something is said. A block between them holds as always.

    Raises, in this order: `merchants.MerchantNotFound`, `ShopIsBlocked`, `ShopUnattended`, `YourOwnShop`,
    `people.PersonNotFound`.
    """
    await merchants.merchant(tx, merchant_id)
    if await merchants.shop_blocked(tx, person_id, merchant_id):
        raise ShopIsBlocked
    owner_id = await merchants.owner_of(tx, merchant_id)
    if owner_id is None:
        raise ShopUnattended
    if owner_id == person_id:
        raise YourOwnShop
    return ShopTalk(await chat.open_pair(tx, person_id, owner_id, now))
