"""Audit the placements."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.ads import books
from kith.ads.money import placement_account
from kith.ads.policy import Policy
from kith.kit.sql import Database

_PAGE = 2000


async def audit(db: Database, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    A placement's account has what was paid for it while it is under way, and nothing else. What was delivered of one
    that is over is the house's, to the fen. What was delivered hour by hour is what was delivered in all, and nobody
    spent more than was paid. What has run its days is over.
    """
    findings: list[ledger.Finding] = []
    after = UUID(int=0)
    late = now - policy.offer_lasts - books.PATIENCE
    async with db.transaction() as tx:
        await books.one_snapshot.run(tx)
        while page := await books.totals.all(tx, after=after, limit=_PAGE):
            after = page[-1].placement_id
            balances = await ledger.balances(tx, [placement_account(row.placement_id) for row in page])
            findings += books.findings(page, balances, late)
    return findings
