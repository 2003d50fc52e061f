"""Suspend a shop."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.merchant import merchant
from kith.merchants.shop import MerchantId
from kith.merchants.standing import AlreadySuspended, StandingMoved
from kith.merchants.tell_owner import tell_owner


async def suspend(
    tx: Tx, moved: StandingMoved, merchant_id: MerchantId, *, by: str, reason: str, now: datetime
) -> None:
    """It sells nothing new from now on; the orders that it has run on. Its owner reads why.

    Raises `MerchantNotFound`, `AlreadySuspended`.
    """
    await merchant(tx, merchant_id)
    if not await standings.suspend.run(tx, merchant_id=merchant_id, reason=reason, now=now):
        raise AlreadySuspended
    await standings.record.run(tx, merchant_id=merchant_id, deed="suspended", by=by, reason=reason, now=now)
    await moved.suspended(tx, merchant_id, now)
    await tell_owner(tx, merchant_id, now)
