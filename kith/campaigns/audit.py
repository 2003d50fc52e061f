"""Audit the campaigns."""

from datetime import datetime

from kith import envelopes, ledger, promotions
from kith.campaigns import books
from kith.campaigns import campaign as campaigns
from kith.campaigns import chosen as groups
from kith.campaigns.list_campaigns import list_campaigns
from kith.campaigns.policy import Policy
from kith.kit.sql import Database

_PAGE = 100


async def audit(db: Database, policy: Policy, now: datetime) -> list[ledger.Finding]:
    """Everything that is not as it must be; empty when all is well.

    Each campaign has given each group one envelope at most and no more than its budget; the budget has what no
    envelope has and nobody took, and nothing when the campaign is over; and none waits for longer than it should.
    """
    async with db.transaction() as tx:
        stuck = await campaigns.stuck.all(tx, before=now - policy.patience, limit=_PAGE)
    findings = [ledger.Finding("campaign_goes_on", str(one.campaign_id), f"due since {one.due_at}") for one in stuck]
    after: str | None = None
    while True:
        async with db.transaction() as tx:
            await campaigns.one_snapshot.run(tx)
            page = await list_campaigns(tx, limit=_PAGE, after=after)
            left = await promotions.left(tx, [one.campaign_id for one in page.items])
            for one in page.items:
                counted = await groups.counted.one(tx, campaign_id=one.campaign_id)
                tally = await envelopes.tally(tx, one.source_id)
                findings += books.findings(one, counted, tally, left[one.campaign_id])
        if page.next is None:
            return findings
        after = page.next
