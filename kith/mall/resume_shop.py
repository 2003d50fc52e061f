"""Put a reinstated shop's goods back into the mall."""

from datetime import datetime

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import reviewing


async def resume_shop(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> None:
    """List what its suspension took out and nothing has touched since. For `merchants.StandingMoved`."""
    await reviewing.resume.run(tx, merchant_id=merchant_id, now=now)
