"""Let a campaign go on."""

from datetime import datetime

from msgspec.structs import replace

from kith import envelopes
from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import RUNNING, CampaignId, CampaignNotRunning
from kith.campaigns.hold import hold
from kith.campaigns.policy import Policy
from kith.campaigns.put import put
from kith.kit.jobs import later
from kith.kit.sql import Tx


async def resume(tx: Tx, policy: Policy, campaign_id: CampaignId, *, by: str, now: datetime) -> None:
    """It goes on where it was held up; when it opens and ends stays as it was. One that goes on stays as it is.

    Raises `CampaignNotFound`, `CampaignNotRunning`.
    """
    campaign = await hold(tx, campaign_id)
    if campaign.state not in RUNNING:
        raise CampaignNotRunning
    if campaign.paused_at is None:
        return
    await put(tx, policy, campaign, replace(campaign, paused_at=None), now)
    campaigns.note.send(tx, campaign_id=campaign_id, deed="resume", by=by, now=now)
    await envelopes.hold_up(tx, campaign.source_id, paused=False)
    await later(tx, "campaigns.tend", campaign_id=str(campaign_id))
