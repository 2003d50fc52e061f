"""Which groups get something: rules with numbers."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import chat
from kith.campaigns.campaign import Campaign, CampaignId
from kith.campaigns.plan import Candidate, candidate, choose, score
from kith.campaigns.policy import Policy

POLICY = Policy(days_a_member=5, least_writers=3)
NOW = datetime(2027, 2, 5, tzinfo=UTC)
CAMPAIGN = Campaign(
    campaign_id=CampaignId(UUID(int=1)),
    name="New Year",
    kind="equal",
    fen=400,
    count=4,
    greeting="",
    cover="classic",
    least_members=3,
    least_score=10,
    window_days=7,
    least_age_days=7,
    most_groups=10,
    budget_fen=10_000,
    opens_at=NOW + timedelta(hours=2),
    ends_at=NOW + timedelta(hours=26),
    state="draft",
    paused_at=None,
    ended_at=None,
    back_fen=None,
    made_at=NOW,
)
GROUP = chat.GroupActivity(chat.ConversationId(UUID(int=2)), "Busy", 3, NOW - timedelta(days=7), [4, 3, 3])

days = st.lists(st.integers(0, 60), max_size=50)
candidates = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(chat.ConversationId),
        st.just("Group"),
        st.integers(3, 500),
        st.integers(10, 1000),
    ),
    max_size=40,
    unique_by=lambda one: one.conversation_id,
)


@given(days, st.integers(0, 60))
def test_one_person_adds_no_more_than_so_many_days(wrote: list[int], more: int) -> None:
    others = [one for one in wrote if one > 0]
    if len(others) >= POLICY.least_writers:
        assert 0 <= score([*wrote, more], POLICY) - score(wrote, POLICY) <= POLICY.days_a_member


@given(days, st.randoms())
def test_only_who_wrote_counts_in_whatever_order(wrote: list[int], dice: Random) -> None:
    mixed = [*wrote, 0, 0]
    dice.shuffle(mixed)
    assert score(mixed, POLICY) == score(wrote, POLICY) <= POLICY.days_a_member * len(wrote)


def test_two_who_never_stop_are_no_active_group() -> None:
    assert score([60, 60], POLICY) == 0
    assert score([1, 1, 1], POLICY) == 3


def test_a_group_may_get_something_from_its_numbers_alone() -> None:
    assert candidate(GROUP, CAMPAIGN, POLICY, NOW) == Candidate(GROUP.conversation_id, "Busy", 3, 10)
    for other in (
        replace(GROUP, members=2),
        replace(GROUP, made_at=GROUP.made_at + timedelta(seconds=1)),
        replace(GROUP, days=[4, 3, 2]),
    ):
        assert candidate(other, CAMPAIGN, POLICY, NOW) is None


@given(candidates, st.integers(1, 50), st.integers(400, 20_000))
def test_the_most_active_come_first_and_the_budget_is_enough(some: list[Candidate], most: int, budget_fen: int) -> None:
    campaign = replace(CAMPAIGN, most_groups=most, budget_fen=budget_fen)
    chosen = choose(some, campaign)
    assert len(chosen) * campaign.fen <= budget_fen
    assert len(chosen) == min(len(some), most, budget_fen // campaign.fen)
    left = [one for one in some if one not in chosen]
    assert not left or not chosen or min(one.score for one in chosen) >= max(one.score for one in left)
    assert choose(reversed(some), campaign) == chosen
