"""Hold a campaign up."""

from datetime import datetime

from msgspec.structs import replace

from kith import envelopes
from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import RUNNING, CampaignId, CampaignNotRunning
from kith.campaigns.hold import hold
from kith.campaigns.policy import Policy
from kith.campaigns.put import put
from kith.kit.sql import Tx


async def pause(tx: Tx, policy: Policy, campaign_id: CampaignId, *, by: str, now: datetime) -> None:
    """Nothing is prepared any more, and nobody opens what was, until it is resumed or its time is over.

    Paused twice is paused once. Raises `CampaignNotFound`, `CampaignNotRunning`.
    """
    campaign = await hold(tx, campaign_id)
    if campaign.state not in RUNNING:
        raise CampaignNotRunning
    if campaign.paused_at is not None:
        return
    await put(tx, policy, campaign, replace(campaign, paused_at=now), now)
    campaigns.note.send(tx, campaign_id=campaign_id, deed="pause", by=by, now=now)
    await envelopes.hold_up(tx, campaign.source_id, paused=True)
