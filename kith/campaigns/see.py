"""Find a campaign."""

from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import Campaign, CampaignId, CampaignNotFound
from kith.kit.sql import Tx


async def see(tx: Tx, campaign_id: CampaignId) -> Campaign:
    """The campaign as it stands. Raises `CampaignNotFound`."""
    found = await campaigns.by_id.maybe(tx, campaign_id=campaign_id)
    if found is None:
        raise CampaignNotFound
    return found
