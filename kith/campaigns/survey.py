"""Look at all groups."""

from datetime import datetime
from uuid import UUID

from kith import chat
from kith.campaigns import plan as plans
from kith.campaigns.campaign import Campaign
from kith.campaigns.plan import Candidate
from kith.campaigns.policy import Policy
from kith.kit.sql import Tx

_PAGE = 2_000


async def survey(tx: Tx, policy: Policy, campaign: Campaign, now: datetime) -> list[Candidate]:
    """Every group that may get something of this campaign as things are now, with its score."""
    found: list[Candidate] = []
    after = UUID(int=0)
    while True:
        page = await chat.list_activity(tx, days=campaign.window_days, after=after, limit=_PAGE, now=now)
        asked = (plans.candidate(one, campaign, policy, now) for one in page)
        found += [one for one in asked if one is not None]
        if len(page) < _PAGE:
            return found
        after = page[-1].conversation_id
