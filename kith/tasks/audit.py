"""Audit the programmes."""

from uuid import UUID

from kith import ledger, promotions
from kith.kit.sql import Database
from kith.tasks import books

_PAGE = 500


async def audit(db: Database) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    Each programme's budget has what it was given less its rewards, and nothing once it is over; it counts its rewards
    right.
    """
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    async with db.transaction() as tx:
        await books.one_snapshot.run(tx)
        while page := await books.totals.all(tx, after=after, limit=_PAGE):
            after = page[-1].programme_id
            accounts = [promotions.budget_account(row.programme_id) for row in page]
            findings += books.findings(page, await ledger.balances(tx, accounts))
    return findings
