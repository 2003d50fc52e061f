"""Show a campaign."""

from kith import promotions
from kith.campaigns import campaign as campaigns
from kith.campaigns import chosen as groups
from kith.campaigns.campaign import CampaignId
from kith.campaigns.campaign_view import CampaignView
from kith.campaigns.see import see
from kith.kit.sql import Tx


async def show_campaign(tx: Tx, campaign_id: CampaignId) -> CampaignView:
    """How it stands, and who did what with it. Raises `CampaignNotFound`."""
    campaign = await see(tx, campaign_id)
    counted = await groups.counted.one(tx, campaign_id=campaign_id)
    left = await promotions.left(tx, [campaign_id])
    moves = await campaigns.moves.all(tx, campaign_id=campaign_id)
    return CampaignView(campaign, counted.groups, counted.prepared, left[campaign_id], moves)
