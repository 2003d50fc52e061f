"""Sum up what payments know of wallets."""

from collections.abc import Sequence
from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import purse_view as views
from kith.payments.purse_view import PurseTotals


async def purse_totals(tx: Tx, person_ids: Sequence[UUID], into: str) -> list[PurseTotals]:
    """What each of these people paid by wallet, got back there, had paid out of it, and paid in by charges of the
    purpose `into`; whoever did nothing of it is there with zeros. To be compared with the ledger."""
    return await views.totals.all(tx, person_ids=list(person_ids), into=into)
