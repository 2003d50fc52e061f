"""List a shop's payouts."""

from kith import merchants, payments, people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.tills.till import ShopPayout, shown


async def list_payouts(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, *, after: str | None, limit: int
) -> Page[ShopPayout]:
    """What was to be paid out, the newest first. Raises `NotYourShop`, `OwnerOnly`, `BadCursor`."""
    await merchants.check_owner(tx, merchant_id, person_id)
    page = await payments.list_payouts(tx, merchant_id, after=after, limit=limit)
    return Page([shown(payout) for payout in page.items], page.next)
