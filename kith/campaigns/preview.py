"""Show who gets what."""

from datetime import datetime

from kith.campaigns import campaign_view as views
from kith.campaigns import chosen as groups
from kith.campaigns import plan as plans
from kith.campaigns.campaign import CampaignId
from kith.campaigns.campaign_view import CampaignPreview, PlanLine
from kith.campaigns.policy import Policy
from kith.campaigns.see import see
from kith.campaigns.survey import survey
from kith.kit.sql import Tx


async def preview(
    tx: Tx, policy: Policy, campaign_id: CampaignId, *, limit: int, after: int = 0, now: datetime
) -> CampaignPreview:
    """A page of the groups that would get an envelope if they were chosen now or, once they are, of those that do.

    `after` is the last place of the page before. Nothing is kept of it. Raises `CampaignNotFound`.
    """
    campaign = await see(tx, campaign_id)
    counted = await groups.counted.one(tx, campaign_id=campaign_id)
    settled = views.is_settled(campaign, counted.groups)
    if settled:
        eligible, count = None, counted.groups
        lines = [
            PlanLine(one.place, one.conversation_id, one.name, one.members, one.score, campaign.fen, one.prepared)
            for one in await groups.page.all(tx, campaign_id=campaign_id, after=after, limit=limit)
        ]
    else:
        candidates = await survey(tx, policy, campaign, now)
        chosen = plans.choose(candidates, campaign)
        eligible, count = len(candidates), len(chosen)
        lines = views.planned(chosen, campaign, after, limit)
    return CampaignPreview(
        settled=settled,
        eligible=eligible,
        groups=count,
        fen=count * campaign.fen,
        budget_fen=campaign.budget_fen,
        most_groups=campaign.affordable,
        lines=lines,
        next=lines[-1].place if lines and lines[-1].place < count else None,
    )
