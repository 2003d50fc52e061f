"""Take a suspended shop's goods out of the mall."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import reviewing


async def pause_shop(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> None:
    """Delist what it sells, marked so that `resume_shop` finds it. For `merchants.StandingMoved`."""
    await reviewing.pause.run(tx, merchant_id=merchant_id, now=now)
