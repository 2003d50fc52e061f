"""A placement from being asked for to its end, and what is counted of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kith import merchants, people
from kith.ads import sight as sights
from kith.ads.ask_for import ask_for
from kith.ads.asking import BidOutOfRange, BudgetOutOfRange, PlacementDays, PlacementDiffers, TooManyPlacements
from kith.ads.change import change
from kith.ads.forget_person import forget_person
from kith.ads.hide_shop import hide_shop
from kith.ads.list_reviews import list_reviews
from kith.ads.pause_shop import pause_shop
from kith.ads.placement import PlacementMoved, PlacementNotFound, charge_id_of
from kith.ads.policy import Policy
from kith.ads.review import review
from kith.ads.see_placement import see_placement
from kith.ads.take_down import take_down
from kith.ads.tests.corner import Corner
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from tests.cast import ANN, BO, CHEN, DEE, EVE, HUI, enrol

CROWD = [people.PersonId(ids.derived(ANN, f"one of many {number}")) for number in range(60)]


@pytest.fixture
async def corner(tx: Tx, now: datetime) -> Corner:
    return await Corner(now).begin(tx)


Content = Callable[[Corner], dict[str, object]]


@pytest.mark.parametrize(
    ("who", "content", "refusal"),
    [
        (HUI, lambda _: {}, merchants.NotYourShop),
        (BO, lambda _: {}, merchants.OwnerOnly),
        (EVE, lambda _: {"fen": 999, "days": 99}, BudgetOutOfRange),
        (EVE, lambda _: {"fen": 10_000_001}, BudgetOutOfRange),
        (EVE, lambda _: {"model": "taps", "days": 99}, BidOutOfRange),
        (EVE, lambda _: {"model": "taps", "bid_fen": 49}, BidOutOfRange),
        (EVE, lambda _: {"model": "taps", "bid_fen": 2_001, "fen": 9_000}, BidOutOfRange),
        (EVE, lambda _: {"model": "taps", "bid_fen": 1_001}, BidOutOfRange),
        (EVE, lambda corner: {"first_day": people.day_of(corner.now - timedelta(days=1))}, PlacementDays),
        (EVE, lambda corner: {"first_day": people.day_of(corner.now + timedelta(days=61))}, PlacementDays),
        (EVE, lambda _: {"days": 31}, PlacementDays),
        (EVE, lambda _: {}, TooManyPlacements),
    ],
)
async def test_what_may_not_be_asked_for(
    tx: Tx, corner: Corner, who: people.PersonId, content: Content, refusal: type[Refusal]
) -> None:
    policy = Policy(most_placements=1)
    await corner.ask(tx)
    with pytest.raises(refusal):
        await ask_for(tx, policy, corner.shop, who, corner.new(**content(corner)), now=corner.now)


async def test_the_same_again_is_answered_and_another_refused(tx: Tx, corner: Corner) -> None:
    new = corner.new()
    first = await ask_for(tx, corner.policy, corner.shop, EVE, new, now=corner.now)
    assert await ask_for(tx, corner.policy, corner.shop, EVE, new, now=corner.later()) == first
    with pytest.raises(PlacementDiffers):
        await ask_for(
            tx, corner.policy, corner.shop, EVE, corner.new(placement_id=new.placement_id, fen=2_000), now=corner.now
        )
    with pytest.raises(PlacementNotFound):
        await see_placement(tx, corner.other, HUI, new.placement_id)


async def test_reviewed_paid_shown_and_over(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.ask(tx)
    [waiting] = await list_reviews(tx, 10)
    assert waiting.placement_id == placement_id
    await review(tx, corner.policy, placement_id, refused=None, by="Li", now=corner.now)
    with pytest.raises(PlacementMoved):
        await review(tx, corner.policy, placement_id, refused="no", by="Li", now=corner.now)
    view = (await corner.seen(tx, placement_id)).placement
    assert (view.state, view.charge_id, view.goal) == ("unpaid", charge_id_of(placement_id), 333)
    assert await corner.fund(tx, placement_id)
    assert await corner.balances(tx, placement_id) == (1_000, 0)
    view = (await corner.seen(tx, placement_id)).placement
    assert (view.state, view.starts_at) == ("running", corner.now)
    assert view.ends_at == people.start_of(people.day_of(corner.now) + timedelta(days=1))

    offers = await corner.show(tx, placement_id, *CROWD)
    assert await corner.report(tx, "view", *zip(CROWD, offers, strict=True)) == [None] * 60
    report = await corner.seen(tx, placement_id)
    assert (report.placement.reached, report.placement.views, report.placement.earned_fen) == (60, 60, 180)
    [hour] = report.by_hour
    assert (hour.views, hour.reached, hour.taps) == (60, 60, None)
    assert [ring.ring_km for ring in report.by_ring] == [1]


async def test_a_suspended_shop_is_shown_to_nobody(tx: Tx, corner: Corner) -> None:
    moved = merchants.StandingMoved(pause_shop, pause_shop)
    said = {"by": "Li", "reason": "complaints", "now": corner.now}
    running, reviewed, waiting = await corner.run(tx), await corner.ask(tx), await corner.ask(tx)
    await review(tx, corner.policy, reviewed, refused=None, by="Li", now=corner.now)
    await merchants.suspend(tx, moved, corner.shop, **said)
    assert await corner.fund(tx, reviewed)
    states = [(await corner.seen(tx, one)).placement.state for one in (running, reviewed, waiting)]
    assert states == ["paused", "paused", "in_review"]
    with pytest.raises(merchants.ShopSuspended):
        await change(tx, corner.shop, EVE, running, "running", now=corner.now)
    with pytest.raises(merchants.ShopSuspended):
        await corner.ask(tx)
    await merchants.reinstate(tx, moved, corner.shop, **said)
    assert (await change(tx, corner.shop, EVE, running, "running", now=corner.now)).state == "running"


async def test_what_does_not_count(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.run(tx, model="taps", bid_fen=80)
    for person in (ANN, CHEN, DEE):
        await enrol(tx, person, corner.now)
    ann, again, bo, chen = await corner.show(tx, placement_id, ANN, ANN, BO, CHEN, fen=60)
    [stray] = await corner.show(tx, await corner.run(tx), CHEN)
    assert await corner.report(tx, "view", (ANN, ann), (ANN, ann), (BO, bo), (DEE, chen)) == [
        None,
        "replayed",
        "own",
        "unknown",
    ]
    assert await corner.report(tx, "view", (ANN, ann)) == ["replayed"]
    await merchants.block_shop(tx, CHEN, corner.shop, corner.now)
    assert await corner.report(tx, "tap", (CHEN, chen), (CHEN, stray)) == ["own", "own"]
    assert await corner.report(tx, "tap", (ANN, ann), (ANN, again)) == [None, "again"]
    corner.later(minutes=30)
    assert await corner.report(tx, "view", (ANN, again)) == ["expired"]
    [fresh] = await corner.show(tx, placement_id, ANN, fen=60)
    corner.now = fresh.made_at + timedelta(milliseconds=500)
    assert await corner.report(tx, "view", (ANN, fresh)) == ["early"]
    assert await corner.report(tx, "tap", (ANN, fresh)) == ["early"]
    report = await corner.seen(tx, placement_id)
    assert (report.placement.views, report.placement.taps, report.placement.earned_fen) == (1, 1, 60)
    assert {(one.kind, one.reason): one.times for one in report.filtered} == {
        ("view", "replayed"): 2,
        ("view", "own"): 1,
        ("view", "unknown"): 1,
        ("view", "expired"): 1,
        ("view", "early"): 1,
        ("tap", "own"): 1,
        ("tap", "again"): 1,
        ("tap", "early"): 1,
    }
    assert report.by_hour[0].views is None, "it is about fewer than twenty"


async def test_taps_never_cost_more_than_was_paid(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.run(tx, model="taps", bid_fen=300)
    offers = await corner.show(tx, placement_id, *CROWD[:5], fen=300)
    await corner.report(tx, "tap", *zip(CROWD, offers, strict=False))
    view = (await corner.seen(tx, placement_id)).placement
    assert (view.taps, view.earned_fen) == (5, 1_000)


async def test_pausing_going_on_and_stopping(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.ask(tx)
    with pytest.raises(PlacementMoved):
        await change(tx, corner.shop, EVE, placement_id, "paused", now=corner.now)
    placement_id = await corner.run(tx)
    for wish in ("paused", "paused", "running"):
        assert (await change(tx, corner.shop, EVE, placement_id, wish, now=corner.later())).state == wish
    unpaid = await corner.ask(tx)
    for _ in range(2):
        assert (await change(tx, corner.shop, EVE, unpaid, "stopped", now=corner.later())).state == "stopped"
    with pytest.raises(PlacementMoved):
        await change(tx, corner.shop, EVE, unpaid, "running", now=corner.now)


async def test_who_is_refused_reads_why(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.ask(tx)
    await review(tx, corner.policy, placement_id, refused="No prices in pictures", by="Li", now=corner.now)
    view = (await corner.seen(tx, placement_id)).placement
    assert (view.state, view.reason, view.charge_id) == ("refused", "No prices in pictures", None)
    with pytest.raises(PlacementNotFound):
        await review(tx, corner.policy, corner.new().placement_id, refused=None, by="Li", now=corner.now)
    with pytest.raises(PlacementMoved):
        await take_down(tx, placement_id, reason="late", by="Li", now=corner.now)


async def test_who_leaves_is_forgotten(tx: Tx, corner: Corner) -> None:
    placement_id = await corner.run(tx)
    await enrol(tx, ANN, corner.now)
    [offer] = await corner.show(tx, placement_id, ANN)
    await corner.report(tx, "view", (ANN, offer))
    await hide_shop(tx, ANN, corner.other, corner.now)
    await forget_person(tx, ANN, corner.now)
    assert await sights.of_person.all(tx, person_id=ANN) == []
    assert (await corner.seen(tx, placement_id)).placement.reached == 1
