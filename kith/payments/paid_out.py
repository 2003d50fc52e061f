"""Sum up what an owner was paid out."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import payout_view as views
from kith.payments.payout_view import PaidOutTotals


async def paid_out(tx: Tx, owner_id: UUID) -> PaidOutTotals:
    """What went out and stayed out, and what is under way."""
    return await views.totals.one(tx, owner_id=owner_id)
