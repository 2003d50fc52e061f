"""Ask which shop a business licence was certified for."""

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId


async def licence_holder(tx: Tx, licence_no: str) -> MerchantId | None:
    """The shop, or None where the licence is free."""
    found = await standings.licence_holder.maybe(tx, licence_no=licence_no)
    return None if found is None else MerchantId(found)
