"""A campaign as an operator sees it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kith import chat, envelopes
from kith.campaigns.campaign import Campaign, CampaignMove
from kith.campaigns.plan import Candidate

FIRST_MINUTES = 10


class PlanLine(Struct, frozen=True):
    """A group, and what it gets."""

    place: int
    """The most active is the first, counted from 1."""
    conversation_id: chat.ConversationId
    name: str
    members: int
    score: int
    fen: int
    prepared: bool
    """Its envelope is funded and shown."""


class CampaignPreview(Struct, frozen=True):
    """Who gets what: as things are now, or as it was settled when the groups were chosen."""

    settled: bool
    eligible: int | None
    """How many groups are active enough, though the campaign may not give to all; null once it is settled."""
    groups: int
    """How many get an envelope."""
    fen: int
    """What they get together."""
    budget_fen: int
    most_groups: int
    """To how many groups it gives at most, by its own limit and its budget."""
    lines: list[PlanLine]
    next: int | None
    """The place after which the next page begins."""


class CampaignView(Struct, frozen=True):
    """A campaign, how far it is, and what was done with it by whom."""

    campaign: Campaign
    groups: int
    prepared: int
    left_fen: int
    """What of its budget is in no envelope."""
    moves: list[CampaignMove]


class CampaignReport(Struct, frozen=True):
    """What became of a campaign."""

    campaign: Campaign
    groups: int
    given: int
    """How many envelopes."""
    fen: int
    """In all of them."""
    shares: int
    """How many shares they had."""
    taken: int
    taken_fen: int
    people: int
    """Who took one or more, each counted once."""
    unopened: int
    """Envelopes that may still be opened, now or later."""
    back_fen: int
    """What went back to what is set aside."""
    minutes: list[envelopes.TallyMinute]
    """What was taken in each of the first ten minutes, counted from 0."""


class CampaignOutcome(Struct, frozen=True):
    """What became of the envelope of one group."""

    place: int
    conversation_id: chat.ConversationId
    name: str
    members: int
    score: int
    envelope_id: envelopes.EnvelopeId
    state: str
    """`waiting` before it was prepared."""
    fen: int
    shares: int
    taken: int
    taken_fen: int
    opens_at: datetime


def is_settled(campaign: Campaign, groups: int) -> bool:
    """Whether its groups are chosen, or never will be."""
    return groups > 0 or campaign.state not in ("draft", "scheduled")


def planned(chosen: Sequence[Candidate], campaign: Campaign, after: int, limit: int) -> list[PlanLine]:
    """A page of those who would get something now."""
    page = enumerate(chosen[after : after + limit], after + 1)
    return [
        PlanLine(place, one.conversation_id, one.name, one.members, one.score, campaign.fen, prepared=False)
        for place, one in page
    ]


def every_minute(found: Sequence[envelopes.TallyMinute]) -> list[envelopes.TallyMinute]:
    """The first ten, also those in which nothing was taken."""
    known = {one.minute: one for one in found}
    return [known.get(minute) or envelopes.TallyMinute(minute, 0, 0) for minute in range(FIRST_MINUTES)]
