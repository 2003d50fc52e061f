"""A campaign from its draft to its end, and all that may come between."""

from datetime import datetime, timedelta

import pytest

from kith import campaigns, chat, envelopes, promotions
from kith.campaigns.campaign import (
    BudgetTooSmall,
    CampaignFixed,
    CampaignNotFound,
    CampaignNotRunning,
    OpensTooSoon,
    check,
)
from kith.campaigns.draft import draft
from kith.campaigns.pause import pause
from kith.campaigns.resume import resume
from kith.campaigns.schedule import schedule
from kith.campaigns.stop import stop
from kith.campaigns.tests.show import OPERATOR, Show, form
from kith.kit import ids
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE


async def test_active_groups_get_envelopes_that_all_open_at_one_moment(show: Show) -> None:
    one = await show.scheduled(budget_fen=2_000)
    assert (await show.state(one), await show.left(one), await show.free()) == ("scheduled", 2_000, 3_000)
    await show.tend(one, minutes=59)
    assert await show.state(one) == "scheduled"
    await show.tend(one, minutes=1)
    assert (await show.state(one), await show.left(one)) == ("prepared", 1_200)
    async with show.db.transaction() as tx:
        page = await chat.read_messages(
            tx, chat.Policy(), show.groups[0], BO, since=None, before=None, most=1, now=show.now
        )
    assert [(card.kind, card.body, card.ref) for card in page.items] == [
        ("card", "envelope", str(show.envelope(one, 0)))
    ]
    assert await show.open(one, 0, ANN) == "not_open_yet"
    show.now += timedelta(hours=1)
    assert [await show.open(one, 0, who) for who in (ANN, BO, CHEN, DEE)] == [100] * 4
    assert await show.open(one, 1, DEE) == 100
    assert await show.open(one, 2, ANN) == "envelope_not_found"
    await show.tend(one)
    assert await show.state(one) == "open"
    await show.sound()
    await show.tend(one, hours=1)
    assert (await show.state(one), await show.left(one), await show.free()) == ("over", 0, 4_500)
    assert await show.wallets() == {ANN: 100, BO: 100, CHEN: 100, DEE: 200}
    await show.sound()


async def test_a_report_tells_what_became_of_it(show: Show) -> None:
    one = await show.scheduled()
    await show.tend(one, hours=2)
    await show.open(one, 0, ANN)
    show.now += timedelta(minutes=3)
    await show.open(one, 0, BO)
    await show.open(one, 1, BO)
    async with show.db.transaction() as tx:
        told = await campaigns.report(tx, one)
        lines = (await campaigns.export_report(tx, one)).splitlines()
    assert (told.groups, told.given, told.fen, told.shares) == (2, 2, 800, 8)
    assert (told.taken, told.taken_fen, told.people, told.unopened, told.back_fen) == (3, 300, 2, 2, 0)
    assert [minute.shares for minute in told.minutes] == [1, 0, 0, 2, 0, 0, 0, 0, 0, 0]
    assert [line.split(",")[2:5] for line in lines] == [
        ["name", "members", "score"],
        ["Busy", "4", "12"],
        ["Lively", "4", "3"],
    ]
    await show.tend(one, hours=1)
    async with show.db.transaction() as tx:
        assert (await campaigns.report(tx, one)).back_fen == 700


async def test_a_preview_tells_who_would_get_what_and_keeps_nothing(show: Show) -> None:
    one = await show.draft(budget_fen=400)
    async with show.db.transaction() as tx:
        seen = await campaigns.preview(tx, show.policy, one, limit=10, now=show.now)
    assert (seen.settled, seen.eligible, seen.groups, seen.fen, seen.most_groups) == (False, 2, 1, 400, 1)
    assert [(line.name, line.score, line.fen, line.prepared) for line in seen.lines] == [("Busy", 12, 400, False)]
    other = await show.scheduled()
    await show.tend(other, hours=1)
    async with show.db.transaction() as tx:
        first = await campaigns.preview(tx, show.policy, other, limit=1, now=show.now)
        assert first.next is not None
        second = await campaigns.preview(tx, show.policy, other, limit=1, after=first.next, now=show.now)
    assert (first.settled, first.groups, second.next) == (True, 2, None)
    assert [line.name for line in (*first.lines, *second.lines)] == ["Busy", "Lively"]


async def test_it_gives_to_as_many_as_its_budget_is_enough_for(show: Show) -> None:
    one = await show.scheduled(budget_fen=799)
    await show.tend(one, hours=2)
    assert await show.open(one, 1, BO) == "envelope_not_found"
    assert await show.left(one) == 399
    await show.tend(one, hours=1)
    assert await show.free() == 5_000
    await show.sound()


async def test_where_no_group_is_active_enough_all_goes_back(show: Show) -> None:
    one = await show.scheduled(least_score=13)
    await show.tend(one, hours=2)
    assert await show.state(one) == "open"
    await show.tend(one, hours=1)
    assert (await show.state(one), await show.free()) == ("over", 5_000)
    await show.sound()


async def test_nobody_opens_what_is_held_up(show: Show) -> None:
    one = await show.scheduled()
    await show.tend(one, hours=2)
    assert await show.open(one, 0, ANN) == 100
    for _ in range(2):
        async with show.db.transaction() as tx:
            await pause(tx, show.policy, one, by=OPERATOR, now=show.now)
    assert [await show.open(one, 0, who) for who in (ANN, BO)] == [100, "not_open_yet"]
    await show.sound()
    for _ in range(2):
        async with show.db.transaction() as tx:
            await resume(tx, show.policy, one, by=OPERATOR, now=show.now)
    assert await show.open(one, 0, BO) == 100
    async with show.db.transaction() as tx:
        told = await campaigns.show_campaign(tx, one)
    assert [(move.deed, move.moved_by) for move in told.moves] == [
        (deed, OPERATOR) for deed in ("draft", "schedule", "pause", "resume")
    ]


async def test_nothing_is_prepared_while_it_is_held_up_and_it_ends_all_the_same(show: Show) -> None:
    one = await show.scheduled()
    async with show.db.transaction() as tx:
        await pause(tx, show.policy, one, by=OPERATOR, now=show.now)
    await show.tend(one, hours=2)
    assert (await show.state(one), await show.left(one)) == ("scheduled", 1_000)
    await show.tend(one, hours=1)
    assert (await show.state(one), await show.free()) == ("over", 5_000)
    await show.sound()


@pytest.mark.parametrize("hours", [0, 1, 2])
async def test_what_nobody_took_of_a_stopped_one_goes_back_at_once(show: Show, hours: int) -> None:
    one = await show.scheduled()
    await show.tend(one, hours=hours)
    taken = [await show.open(one, 0, ANN)] if hours == 2 else []
    for _ in range(2):
        async with show.db.transaction() as tx:
            await stop(tx, show.policy, one, by=OPERATOR, now=show.now)
    if hours == 2:
        assert [await show.open(one, 0, who) for who in (ANN, BO)] == [100, "not_open_yet"]
    await show.tend(one)
    assert (await show.state(one), await show.left(one), await show.free()) == ("stopped", 0, 5_000 - sum(taken))
    if hours:
        assert await show.open(one, 0, BO) == ("envelope_over" if hours == 2 else "not_open_yet")
    await show.sound()


async def test_a_draft_can_be_changed_until_it_is_scheduled(show: Show) -> None:
    one = await show.draft()
    async with show.db.transaction() as tx:
        await draft(tx, show.giving, one, form(show.now, name="Spring"), by=OPERATOR, now=show.now)
        assert (await campaigns.show_campaign(tx, one)).campaign.name == "Spring"
        await promotions.fund(tx, ids.new(show.now), 1_000, show.now)
        for _ in range(2):
            await schedule(tx, show.policy, one, by=OPERATOR, now=show.now)
    async with show.db.transaction() as tx:
        with pytest.raises(CampaignFixed):
            await draft(tx, show.giving, one, form(show.now, name="Summer"), by=OPERATOR, now=show.now)
    assert (await show.left(one), await show.free()) == (1_000, 0)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"count": 101, "fen": 1_010}, envelopes.TooManyShares),
        ({"count": 5, "fen": 4}, envelopes.ShareTooSmall),
        ({"count": 1, "fen": 20_001}, envelopes.ShareTooLarge),
        ({"count": 3}, envelopes.SharesUneven),
        ({"budget_fen": 399}, BudgetTooSmall),
        ({}, OpensTooSoon),
    ],
)
def test_what_cannot_be_drafted(change: dict[str, object], refusal: type[Refusal], now: datetime) -> None:
    asked = form(now, **change or {"opens_at": now})
    with pytest.raises(refusal):
        check(asked, envelopes.Policy(), now)


async def test_what_cannot_be_done_with_a_campaign(show: Show) -> None:
    one = await show.draft(budget_fen=400)
    unknown = campaigns.CampaignId(ids.new(show.now))
    async with show.db.transaction() as tx:
        for deed in (schedule, pause, resume, stop):
            with pytest.raises(CampaignNotFound):
                await deed(tx, show.policy, unknown, by=OPERATOR, now=show.now)
        for deed in (pause, resume, stop):
            with pytest.raises(CampaignNotRunning):
                await deed(tx, show.policy, one, by=OPERATOR, now=show.now)
        with pytest.raises(OpensTooSoon):
            await schedule(tx, show.policy, one, by=OPERATOR, now=show.now + timedelta(hours=2))
    with pytest.raises(promotions.PromotionTooSmall):
        async with show.db.transaction() as tx:
            await schedule(tx, show.policy, one, by=OPERATOR, now=show.now)
    assert await show.state(one) == "draft"
