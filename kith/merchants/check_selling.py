"""Hold a door that no suspended shop may pass."""

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.shop import MerchantId, MerchantNotFound
from kith.merchants.standing import ShopSuspended


async def check_selling(tx: Tx, merchant_id: MerchantId) -> None:
    """A suspension that comes meanwhile waits for this transaction. Raises `MerchantNotFound`, `ShopSuspended`."""
    found = await standings.hold.maybe(tx, merchant_id=merchant_id)
    if found is None:
        raise MerchantNotFound
    if found.suspended_at is not None:
        raise ShopSuspended
