"""List what became of a campaign in each group."""

from kith import envelopes
from kith.campaigns import chosen as groups
from kith.campaigns.campaign import CampaignId
from kith.campaigns.campaign_view import CampaignOutcome
from kith.campaigns.chosen import envelope_id_of
from kith.campaigns.see import see
from kith.kit.sql import Tx

_NONE = ("waiting", 0, 0)


async def list_outcomes(tx: Tx, campaign_id: CampaignId, *, limit: int, after: int = 0) -> list[CampaignOutcome]:
    """A page of the groups that were chosen, the most active first, each with what was taken there.

    `after` is the last place of the page before. Raises `CampaignNotFound`.
    """
    campaign = await see(tx, campaign_id)
    page = await groups.page.all(tx, campaign_id=campaign_id, after=after, limit=limit)
    named = {one.place: envelope_id_of(campaign_id, one.conversation_id) for one in page}
    found = await envelopes.list_outcomes(tx, named.values())
    lines: list[CampaignOutcome] = []
    for one in page:
        became = found.get(named[one.place])
        state, taken, taken_fen = (became.state, became.taken, became.taken_fen) if became else _NONE
        lines.append(
            CampaignOutcome(
                place=one.place,
                conversation_id=one.conversation_id,
                name=one.name,
                members=one.members,
                score=one.score,
                envelope_id=named[one.place],
                state=state,
                fen=campaign.fen,
                shares=campaign.count,
                taken=taken,
                taken_fen=taken_fen,
                opens_at=campaign.opens_at,
            )
        )
    return lines
