"""Ask whether somebody may work for a shop."""

from kith import merchants, people
from kith.gifts import diary as diaries
from kith.gifts import vault
from kith.kit.sql import Tx


async def may_join_shop(tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId) -> bool:
    """False as long as the shop can read where a gift of this person goes: to be asked before hiring."""
    gift_ids = await diaries.from_shop.all(tx, person_id=person_id, merchant_id=merchant_id)
    return await vault.alive.maybe(tx, gift_ids=gift_ids) is None
