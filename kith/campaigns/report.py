"""CampaignReport on a campaign."""

from kith import envelopes
from kith.campaigns import campaign_view as views
from kith.campaigns import chosen as groups
from kith.campaigns.campaign import CampaignId
from kith.campaigns.campaign_view import FIRST_MINUTES, CampaignReport
from kith.campaigns.see import see
from kith.kit.sql import Tx


async def report(tx: Tx, campaign_id: CampaignId) -> CampaignReport:
    """What was given, taken and has gone back, and how fast. Raises `CampaignNotFound`."""
    campaign = await see(tx, campaign_id)
    counted = await groups.counted.one(tx, campaign_id=campaign_id)
    tally = await envelopes.tally(tx, campaign.source_id)
    minutes = await envelopes.tally_minutes(tx, campaign.source_id, campaign.opens_at, FIRST_MINUTES)
    return CampaignReport(
        campaign=campaign,
        groups=counted.groups,
        given=tally.envelopes,
        fen=tally.fen,
        shares=tally.envelopes * campaign.count,
        taken=tally.shares,
        taken_fen=tally.taken_fen,
        people=tally.people,
        unopened=tally.unended,
        back_fen=campaign.back_fen or 0,
        minutes=views.every_minute(minutes),
    )
