"""Tell a shop what became of a payout."""

from datetime import datetime

from kith import merchants, payments
from kith.kit.sql import Tx


async def follow_payout(tx: Tx, payout: payments.Payout, now: datetime) -> None:
    """Its state is another now."""
    await merchants.tell_owner(tx, merchants.MerchantId(payout.owner_id), now)
