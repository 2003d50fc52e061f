"""Tell the owner of a shop what became of the payment of a placement."""

from datetime import datetime

from kith import notices, payments
from kith.kit.sql import Tx


async def follow_charge(tx: Tx, charge: payments.Charge, now: datetime) -> None:
    """The gateway moved the charge: who pays it sees that. For `payments.Moved`, purpose `placement`."""
    await notices.tell(tx, charge.payer_id, "charge", charge.charge_id, now)
