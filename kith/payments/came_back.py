"""Sum up what came back to a wallet."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.payments import purse_view as views
from kith.payments.purse_view import CameBack


async def came_back(tx: Tx, person_id: people.PersonId, since_at: datetime) -> CameBack:
    """Of what went out of this wallet since then: refunds of payments, and withdrawals that failed or returned."""
    return await views.came_back.one(tx, person_id=person_id, since_at=since_at)
