"""List an owner's payouts of some time."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments.payout import Payout


async def payouts_since(tx: Tx, owner_id: UUID, since_at: datetime) -> list[Payout]:
    """Those that were wanted then or later."""
    return await payouts.since.all(tx, owner_id=owner_id, since_at=since_at)
