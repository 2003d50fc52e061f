"""Ask whether somebody may work for a shop."""

from kith import merchants, people
from kith.gifts import co_payer as co_payers
from kith.gifts import diary as diaries
from kith.gifts import vault
from kith.kit.sql import Tx


async def may_join_shop(tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId) -> bool:
    """False as long as the shop can read where a gift goes that this person gave or helped to pay. For hiring."""
    one = {"person_id": person_id, "merchant_id": merchant_id}
    gift_ids = await diaries.from_shop.all(tx, **one) + await co_payers.from_shop.all(tx, **one)
    return await vault.alive.maybe(tx, gift_ids=gift_ids) is None
