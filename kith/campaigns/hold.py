"""Hold a campaign."""

from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import Campaign, CampaignId, CampaignNotFound
from kith.kit.sql import Tx


async def hold(tx: Tx, campaign_id: CampaignId) -> Campaign:
    """Nobody else does anything with it until this transaction ends. Raises `CampaignNotFound`."""
    found = await campaigns.lock.maybe(tx, campaign_id=campaign_id)
    if found is None:
        raise CampaignNotFound
    return found
