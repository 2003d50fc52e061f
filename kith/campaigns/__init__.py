"""Campaigns: envelopes that the operator gives to active groups, all opening at one moment.

A campaign is `draft` → `scheduled` → `preparing` → `prepared` → `open` → `over`, and may be `stopped` from anywhere
between; it may be held up for a while. When it is scheduled its budget is cut from what is set aside; shortly before
the opening its groups are chosen, and an envelope is funded and shown in each; at the moment of the opening nothing
has to be done any more.

What always holds:
- A group gets one envelope at most: its id follows from the campaign and the group.
- No more is given than the budget has: every envelope is paid from the budget's account.
- What nobody took of an envelope goes back to the budget, and when all have ended what the budget has left goes back to
  what is set aside. What was taken stays taken.
- Whoever does anything with a campaign holds its row first; then envelopes, money, conversations.
- Who gets something follows from numbers of the group (`plan`), never from who is in it.
"""

from kith.campaigns.audit import audit
from kith.campaigns.campaign import (
    BudgetTooSmall,
    Campaign,
    CampaignFixed,
    CampaignForm,
    CampaignId,
    CampaignNotFound,
    CampaignNotRunning,
    OpensTooSoon,
    Step,
)
from kith.campaigns.campaign_view import CampaignOutcome, CampaignPreview, CampaignReport, CampaignView, PlanLine
from kith.campaigns.draft import draft
from kith.campaigns.export_report import export_report
from kith.campaigns.list_campaigns import list_campaigns
from kith.campaigns.list_outcomes import list_outcomes
from kith.campaigns.pause import pause
from kith.campaigns.policy import Policy
from kith.campaigns.preview import preview
from kith.campaigns.report import report
from kith.campaigns.resume import resume
from kith.campaigns.schedule import schedule
from kith.campaigns.show_campaign import show_campaign
from kith.campaigns.stop import stop
from kith.campaigns.sweep import sweep
from kith.campaigns.tend import tend

__all__ = [
    "BudgetTooSmall",
    "Campaign",
    "CampaignFixed",
    "CampaignForm",
    "CampaignId",
    "CampaignNotFound",
    "CampaignNotRunning",
    "CampaignOutcome",
    "CampaignPreview",
    "CampaignReport",
    "CampaignView",
    "OpensTooSoon",
    "PlanLine",
    "Policy",
    "Step",
    "audit",
    "draft",
    "export_report",
    "list_campaigns",
    "list_outcomes",
    "pause",
    "preview",
    "report",
    "resume",
    "schedule",
    "show_campaign",
    "stop",
    "sweep",
    "tend",
]
