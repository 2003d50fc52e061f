"""Do the next thing that is due with a campaign."""

from datetime import datetime

from msgspec.structs import replace

from kith import envelopes, promotions
from kith.campaigns import campaign as campaigns
from kith.campaigns import chosen as groups
from kith.campaigns import plan as plans
from kith.campaigns.campaign import Campaign, CampaignId, CampaignNotRunning, Step
from kith.campaigns.chosen import envelope_id_of
from kith.campaigns.hold import hold
from kith.campaigns.policy import Policy
from kith.campaigns.put import put
from kith.campaigns.survey import survey
from kith.kit import arrays
from kith.kit.sql import Tx


async def step(tx: Tx, policy: Policy, campaign_id: CampaignId, now: datetime) -> Step | None:
    """Hold it, and do one thing: choose its groups, prepare some envelopes, note that it is open, or end some.

    What was done is None when nothing is due. Whatever happens between two of them, the next goes on where the last
    commit left off, and no group gets a second envelope. Raises `CampaignNotFound`.
    """
    campaign = await hold(tx, campaign_id)
    wanted = campaigns.next_step(campaign, policy, now)
    match wanted:
        case "choose":
            await _choose(tx, policy, campaign, now)
        case "prepare":
            await _prepare(tx, policy, campaign, now)
        case "open":
            await put(tx, policy, campaign, replace(campaign, state="open"), now)
        case "end":
            await _end(tx, policy, campaign, now)
        case None:
            pass
    return wanted


async def _choose(tx: Tx, policy: Policy, campaign: Campaign, now: datetime) -> None:
    chosen = plans.choose(await survey(tx, policy, campaign, now), campaign)
    groups.insert.send(tx, campaign_id=campaign.campaign_id, **groups.columns(chosen))
    await put(tx, policy, campaign, replace(campaign, state="preparing"), now)


async def _prepare(tx: Tx, policy: Policy, campaign: Campaign, now: datetime) -> None:
    waiting = await groups.waiting.all(tx, campaign_id=campaign.campaign_id, limit=policy.at_once)
    if not waiting:
        await put(tx, policy, campaign, replace(campaign, state="prepared"), now)
        return
    wanted = {envelope_id_of(campaign.campaign_id, one.conversation_id): one.conversation_id for one in waiting}
    await envelopes.prepare(tx, campaign.gift, wanted, now)
    places = arrays.bigints([one.place for one in waiting])
    groups.prepared.send(tx, campaign_id=campaign.campaign_id, places=places, now=now)


async def _end(tx: Tx, policy: Policy, campaign: Campaign, now: datetime) -> None:
    """Some envelopes; when none is left, what is left of the budget."""
    stopped = campaign.state == "stopped"
    how = "stopped" if stopped else "expired"
    if await envelopes.end_from(tx, campaign.source_id, how, limit=policy.at_once, now=now):
        return
    if (await envelopes.tally(tx, campaign.source_id)).unended:
        return
    back = await promotions.close_budget(tx, campaign.campaign_id, now)
    done = await campaigns.finish.maybe(
        tx,
        campaign_id=campaign.campaign_id,
        before=campaign.state,
        after="stopped" if stopped else "over",
        back_fen=back,
        now=now,
    )
    if done is None:
        raise CampaignNotRunning
