"""The rules with numbers, each against the plainest way to say the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import people
from kith.ads import auction, budget, cap, pacing
from kith.ads.auction import Contender
from kith.ads.offer import Offer, Offers
from kith.ads.placement import PlacementId
from kith.ads.policy import Policy
from tests.cast import ANN, BO

POLICY = Policy()
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
MIDNIGHT = people.start_of(people.day_of(NOON))

contenders = st.builds(
    Contender, st.sampled_from(["reach", "taps"]), st.integers(50, 3_000), st.integers(1_000_000, 60_000_000)
)


def outcome(asked: list[tuple[Contender, bool]], reserve: int) -> tuple[int, int] | None:
    """The auction by trying: who is worth most, and the least whole price at which it still would be."""
    standing = [place for place, (_, stands) in enumerate(asked) if stands]
    if not standing:
        return None
    winner = max(standing, key=lambda place: (asked[place][0].worth, -place))
    chosen = asked[winner][0]
    if chosen.model == "reach":
        return winner, 0
    others = [asked[place][0].worth for place in standing if place != winner]
    for fen in range(reserve, chosen.rate_fen + 1):
        if all(fen * chosen.weight >= worth for worth in others):
            return winner, fen
    return winner, chosen.rate_fen


@given(st.lists(st.tuples(contenders, st.booleans()), max_size=12), st.integers(1, 50))
def test_winner_and_price_are_those_of_trying_all(asked: list[tuple[Contender, bool]], reserve: int) -> None:
    ranked = sorted(range(len(asked)), key=lambda place: (-asked[place][0].worth, place))
    winner, second = auction.first_two(ranked, lambda place: asked[place][1])
    expected = outcome(asked, reserve)
    assert (winner is None) == (expected is None)
    if winner is None or expected is None:
        return
    chosen = asked[winner][0]
    paid = 0
    if chosen.model == "taps":
        paid = auction.price(chosen, 0 if second is None else asked[second][0].worth, reserve)
    assert (winner, paid) == expected
    assert paid <= chosen.rate_fen


@given(st.integers(0, 10**6), st.integers(0, 10**4))
def test_what_is_known_outweighs_what_is_usual(views: int, taps: int) -> None:
    taps = min(views, taps)
    weight = auction.weight(views, taps, 1_000, taps_per_million=20_000, known_views=500)
    rate = taps * 1_000_000 / views if views else 20_000
    low, high = sorted((rate, 20_000))
    assert low - 1 <= weight / 1_000 <= high + 1


@given(
    st.integers(1, pacing.ALL_DAY),
    st.lists(st.integers(0, 500), min_size=24, max_size=24),
    st.integers(0, 86_399),
    st.integers(1, 30),
    st.integers(0, 30 * 86_400),
)
def test_the_plan_is_that_of_adding_minutes(
    hours: int, curve: list[int], start_second: int, days: int, seconds: int
) -> None:
    starts_at, ends_at = MIDNIGHT + timedelta(seconds=start_second), MIDNIGHT + timedelta(days=days)
    now = min(starts_at + timedelta(seconds=seconds), ends_at)

    def summed(until: datetime) -> float:
        """Hour by hour."""
        total, at = 0.0, MIDNIGHT
        while at < until:
            then = at + timedelta(hours=1)
            hour = (at - MIDNIGHT) // timedelta(hours=1) % 24
            part = (min(then, until) - max(at, starts_at)) / timedelta(hours=1)
            if hours >> hour & 1 and part > 0:
                total += max(1, curve[hour]) * part
            at = then
        return total

    whole = summed(ends_at)
    expected = 1.0 if now == ends_at or not whole else summed(now) / whole
    if now == starts_at:
        expected = 0.0
    assert pacing.share(hours, curve, starts_at, ends_at, now) == pytest.approx(expected, abs=1e-6)
    assert pacing.runs_at(hours, now) == bool(hours >> (now + timedelta(hours=8)).hour & 1)


@given(st.lists(st.integers(0, 3 * 1440), max_size=60))
def test_caps_hold_whatever_is_asked(minutes: list[int]) -> None:
    kept: list[datetime] = []
    shown: list[datetime] = []
    for now in sorted(NOON + timedelta(minutes=each) for each in minutes):
        may = cap.may_show(kept, POLICY, now)
        day = [at for at in shown if at > now - timedelta(days=1)]
        assert may == (len(day) < POLICY.a_day and not any(at > now - POLICY.apart for at in shown))
        if may:
            shown.append(now)
            kept = cap.remembered(kept, POLICY, now)


@given(st.sampled_from(["reach", "taps"]), st.integers(1, 10**6), st.integers(1, 10**4), st.integers(0, 10**6))
def test_a_budget_is_never_overrun_and_earned_when_the_goal_is_reached(
    model: auction.Model, fen: int, rate: int, count: int
) -> None:
    goal = budget.goal(model, fen, rate)
    earned = budget.earned(model, fen, rate, reached=count, spent_fen=min(count, fen))
    assert 0 <= earned <= fen
    assert budget.earned(model, fen, rate, reached=count + 1, spent_fen=min(count, fen)) >= earned
    whole = budget.earned(model, fen, rate, reached=goal, spent_fen=fen)
    assert fen - whole <= rate // 1_000 + 1


@given(st.uuids(), st.uuids(), st.integers(1, 3), st.integers(0, 2**31), st.integers(0, 10**12))
def test_an_offer_is_read_as_it_was_signed_and_only_by_whom_it_is_for(
    offer_id: UUID, placement_id: UUID, ring: int, price: int, millis: int
) -> None:
    offers = Offers(b"key")
    made_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis)
    offer = Offer(offer_id, PlacementId(placement_id), ring, price, made_at)
    token = offers.signed(offer, ANN)
    assert offers.read(token, ANN) == offer
    assert offers.read(token, BO) is None
    assert Offers(b"another").read(token, ANN) is None
    for place in range(0, len(token) - 1, 7):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert offers.read(other, ANN) is None
    for broken in ("", "ä", token[:-4], token + "AAAA"):
        assert offers.read(broken, ANN) is None
