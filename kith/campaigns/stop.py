"""Stop a campaign."""

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


async def stop(tx: Tx, policy: Policy, campaign_id: CampaignId, *, by: str, now: datetime) -> None:
    """From this commit on nobody opens anything of it, for good; shares that were taken stay with whom they are.

    What nobody took goes back when its envelopes are ended, which a job does next. Stopped twice is stopped once.
    Raises `CampaignNotFound`, `CampaignNotRunning`.
    """
    campaign = await hold(tx, campaign_id)
    if campaign.state == "stopped":
        return
    if campaign.state not in RUNNING:
        raise CampaignNotRunning
    await put(tx, policy, campaign, replace(campaign, state="stopped", paused_at=None), now)
    campaigns.note.send(tx, campaign_id=campaign_id, deed="stop", by=by, now=now)
    await envelopes.hold_up(tx, campaign.source_id, paused=True)
    await later(tx, "campaigns.tend", campaign_id=str(campaign_id))
