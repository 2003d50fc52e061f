"""Put a campaign into another state."""

from datetime import datetime

from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import Campaign, CampaignNotRunning
from kith.campaigns.policy import Policy
from kith.kit.sql import Tx


async def put(tx: Tx, policy: Policy, before: Campaign, after: Campaign, now: datetime) -> None:
    """One guarded statement, and from when something is to be done with it then. Raises `CampaignNotRunning`."""
    moved = await campaigns.move.maybe(
        tx,
        campaign_id=before.campaign_id,
        before=before.state,
        after=after.state,
        paused_at=after.paused_at,
        due_at=campaigns.due_at(after, policy, now),
    )
    if moved is None:
        raise CampaignNotRunning
