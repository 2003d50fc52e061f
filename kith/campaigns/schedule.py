"""Schedule a campaign."""

from datetime import datetime

from msgspec.structs import replace

from kith import promotions
from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import CampaignId, OpensTooSoon
from kith.campaigns.hold import hold
from kith.campaigns.policy import Policy
from kith.campaigns.put import put
from kith.kit.jobs import later
from kith.kit.sql import Tx


async def schedule(tx: Tx, policy: Policy, campaign_id: CampaignId, *, by: str, now: datetime) -> None:
    """Cut its budget from what is set aside; from now on it runs by itself. One that is scheduled stays as it is.

    Raises `CampaignNotFound`, `OpensTooSoon`, `promotions.PromotionTooSmall`.
    """
    campaign = await hold(tx, campaign_id)
    if campaign.state != "draft":
        return
    if campaign.opens_at <= now:
        raise OpensTooSoon
    await put(tx, policy, campaign, replace(campaign, state="scheduled"), now)
    campaigns.note.send(tx, campaign_id=campaign_id, deed="schedule", by=by, now=now)
    await promotions.open_budget(tx, campaign_id, campaign.budget_fen, now)
    await later(tx, "campaigns.tend", campaign_id=str(campaign_id))
