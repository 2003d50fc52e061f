"""List a person's withdrawals."""

from kith import payments, people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.wallet.withdrawal import Withdrawal, shown


async def list_withdrawals(tx: Tx, person_id: people.PersonId, *, after: str | None, limit: int) -> Page[Withdrawal]:
    """What was to be sent to an account of theirs, the newest first. Raises `BadCursor`."""
    page = await payments.list_payouts(tx, person_id, after=after, limit=limit)
    return Page([shown(payout) for payout in page.items], page.next)
