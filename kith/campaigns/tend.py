"""Do everything that is due with a campaign."""

from collections.abc import Callable
from datetime import datetime

from kith.campaigns.campaign import CampaignId, Step
from kith.campaigns.policy import Policy
from kith.campaigns.step import step
from kith.kit.sql import Database


def _nobody(_: Step) -> None: ...


async def tend(
    db: Database, policy: Policy, campaign_id: CampaignId, now: datetime, told: Callable[[Step], None] = _nobody
) -> None:
    """One step after another, each in a transaction of its own, until nothing is due; `told` hears of each.

    Two who do so at the same time take turns. Raises `CampaignNotFound`.
    """
    while True:
        async with db.transaction() as tx:
            done = await step(tx, policy, campaign_id, now)
        if done is None:
            return
        told(done)
