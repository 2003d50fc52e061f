"""Let a suspended shop sell again."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.merchants import standing as standings
from kith.merchants.merchant import merchant
from kith.merchants.shop import MerchantId
from kith.merchants.standing import NotSuspended, StandingMoved
from kith.merchants.tell_owner import tell_owner


async def reinstate(
    tx: Tx, moved: StandingMoved, merchant_id: MerchantId, *, by: str, reason: str, now: datetime
) -> None:
    """What it sold when it was suspended is sold again. Raises `MerchantNotFound`, `NotSuspended`."""
    await merchant(tx, merchant_id)
    if not await standings.reinstate.run(tx, merchant_id=merchant_id):
        raise NotSuspended
    await standings.record.run(tx, merchant_id=merchant_id, deed="reinstated", by=by, reason=reason, now=now)
    await moved.reinstated(tx, merchant_id, now)
    await tell_owner(tx, merchant_id, now)
