"""The job of campaigns: time."""

from uuid import UUID

from kith.campaigns.campaign import CampaignId
from kith.campaigns.policy import Policy
from kith.campaigns.sweep import sweep
from kith.campaigns.tend import tend
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.sql import Database

jobs = Blueprint()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="campaigns.sweep", queue=SWEEPS, queueing_lock="campaigns.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Prepare the envelopes of campaigns that open soon, and end those of campaigns that are over."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Policy], clock.now())


@jobs.task(name="campaigns.tend", pass_context=True)
async def run_tend(context: JobContext, campaign_id: str) -> None:
    """Do at once what is due with a campaign with which somebody has just done something."""
    parts = parts_of(context)
    await tend(parts[Database], parts[Policy], CampaignId(UUID(campaign_id)), clock.now())
