"""Audit the envelopes."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.envelopes import books
from kith.envelopes.money import envelope_account
from kith.envelopes.policy import Policy
from kith.kit.sql import Database

_PAGE = 2000


async def audit(db: Database, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    Each envelope's account has exactly what is left of it while it is open, and nothing else. The shares that were
    taken are the first of those that were drawn, in order; what was drawn follows from the seed, and the commitment
    stands for that seed. What is over is not open any longer.
    """
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    async with db.transaction() as tx:
        await books.one_snapshot.run(tx)
        while page := await books.totals.all(tx, after=after, limit=_PAGE):
            after = page[-1].envelope_id
            balances = await ledger.balances(tx, [envelope_account(row.envelope_id) for row in page])
            findings += books.findings(page, balances, now - policy.patience)
    return findings
