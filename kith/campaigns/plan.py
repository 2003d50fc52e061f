"""Which groups a campaign gives to: how active a group is, whether it may get something, and who goes first."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from kith import chat
from kith.campaigns.campaign import Campaign
from kith.campaigns.policy import Policy


class Candidate(Struct, frozen=True):
    """A group that may get an envelope."""

    conversation_id: chat.ConversationId
    name: str
    members: int
    score: int


def score(days: Sequence[int], policy: Policy) -> int:
    """How active a group is: the days on which its members wrote, added up over the members.

    `days` says of each member who wrote on how many days of the window he or she did. How much somebody writes in a day
    does not count, and of one member only so many days do: whoever writes without end, and a program that does, adds
    `days_a_member` and no more. With fewer than `least_writers` who wrote it is 0, so that two people and a program do
    not make a group. What remains is to bring in more people who come back on more days, and that is what an active
    group is.
    """
    wrote = [min(one, policy.days_a_member) for one in days if one > 0]
    return sum(wrote) if len(wrote) >= policy.least_writers else 0


def candidate(group: chat.GroupActivity, campaign: Campaign, policy: Policy, now: datetime) -> Candidate | None:
    """The group with its score, if it has enough members, is old enough, and is active enough."""
    if group.members < campaign.least_members:
        return None
    if group.made_at > now - timedelta(days=campaign.least_age_days):
        return None
    scored = score(group.days, policy)
    if scored < campaign.least_score:
        return None
    return Candidate(group.conversation_id, group.name, group.members, scored)


def choose(candidates: Iterable[Candidate], campaign: Campaign) -> list[Candidate]:
    """The most active first, as many as the campaign gives to and its budget is enough for. Of two that are alike the
    one that was made first goes first.
    """
    ranked = sorted(candidates, key=lambda one: (-one.score, one.conversation_id))
    return ranked[: campaign.affordable]
