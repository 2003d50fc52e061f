"""Tell a person what became of a withdrawal."""

from datetime import datetime

from kith import notices, payments, people
from kith.kit.sql import Tx


async def follow_payout(tx: Tx, payout: payments.Payout, now: datetime) -> None:
    """Its state is another now. For `payments.PayoutMoved`, purpose `wallet`."""
    person_id = people.PersonId(payout.owner_id)
    await notices.tell(tx, person_id, "wallet", person_id, now)
