"""Take the money of a top-up."""

from datetime import datetime

from kith import ledger, payments
from kith.kit.sql import Tx
from kith.wallet import money


async def fund(tx: Tx, charge: payments.Charge, now: datetime) -> bool:
    """It is in its payer's wallet now, also in one that is frozen. For `payments.Paid`, purpose `top-up`."""
    await ledger.transfer(tx, money.top_up(charge), now)
    return True
