"""Draft a campaign."""

from datetime import datetime

from kith import envelopes
from kith.campaigns import campaign as campaigns
from kith.campaigns.campaign import CampaignFixed, CampaignForm, CampaignId
from kith.kit.sql import Tx


async def draft(
    tx: Tx, policy: envelopes.Policy, campaign_id: CampaignId, form: CampaignForm, *, by: str, now: datetime
) -> None:
    """Write down what it gives, or change that as long as it is a draft; nothing is given, nor kept for it, yet.

    Raises what `campaign.check` says, and `CampaignFixed`.
    """
    campaigns.check(form, policy, now)
    if await campaigns.write.maybe(tx, campaign_id=campaign_id, now=now, **campaigns.columns(form)) is None:
        raise CampaignFixed
    campaigns.note.send(tx, campaign_id=campaign_id, deed="draft", by=by, now=now)
