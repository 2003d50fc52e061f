"""Parcels: however a carrier's news arrives, it ends in the same place."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import mall
from kith.kit.sql import Tx
from kith.mall import shipment as shipments
from kith.mall import shop_order as orders
from kith.mall.carriers.carrier import Report, Sighting, Status
from kith.mall.forget_parcels import forget_parcels
from kith.mall.tests.order_cast import HOUR, NUMBER, POLICY, Listener, order_vase, said, shipped_vase
from kith.mall.track import track

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
STATES = ("shipped", "in_delivery", "received")

sightings = st.builds(
    Sighting,
    st.sampled_from(get_args(Status)),
    st.integers(0, 60).map(lambda hours: START + hours * HOUR),
    st.just(""),
)


@given(st.lists(sightings, max_size=8), st.randoms(use_true_random=False))
def test_the_standing_depends_on_the_set_of_events_only(events: list[Sighting], rng: Random) -> None:
    told = [*events, *rng.sample(events, rng.randint(0, len(events)))]
    rng.shuffle(told)
    assert shipments.standing(told) == shipments.standing(events)


@given(st.lists(sightings, max_size=8), sightings)
def test_more_news_never_leads_back(events: list[Sighting], news: Sighting) -> None:
    before, after = shipments.standing(events).reached, shipments.standing([*events, news]).reached
    assert STATES.index(before) <= STATES.index(after)


@given(st.sampled_from(get_args(orders.OrderState)), st.sampled_from(STATES))
def test_the_way_on_leads_forward_step_by_step(state: orders.OrderState, reached: shipments.Reached) -> None:
    way = shipments.way_on(state, reached)
    if state in STATES:
        assert [state, *way] == list(STATES[STATES.index(state) : STATES.index(state) + 1 + len(way)])
        assert (way or [state])[-1] == max(state, reached, key=STATES.index)
    else:
        assert not way


@pytest.mark.parametrize(
    ("events", "reached", "trouble"),
    [
        ([], "shipped", None),
        ([(0, "accepted")], "shipped", None),
        ([(6, "in_transit")], "in_delivery", None),
        ([(44, "out_for_delivery")], "in_delivery", None),
        ([(48, "delivered")], "received", None),
        ([(1, "exception")], "shipped", "exception"),
        ([(6, "in_transit"), (30, "exception")], "in_delivery", "exception"),
        ([(30, "exception"), (31, "in_transit")], "in_delivery", None),
        ([(30, "exception"), (90, "returned")], "shipped", "returned"),
        ([(48, "delivered"), (49, "returned")], "received", "returned"),
        ([(30, "exception"), (30, "delivered")], "received", "exception"),
    ],
)
async def test_where_a_parcel_is(tx: Tx, now: datetime, events: list, reached: str, trouble: str | None) -> None:
    listener = Listener()
    order = await shipped_vase(tx, listener, now)
    await track(tx, listener.moved, POLICY, said(now, *events), now + 100 * HOUR)
    order = await mall.order(tx, order.order_id)
    assert (order.state, order.trouble) == (reached, trouble)


STORY: tuple[tuple[float, Status], ...] = (
    (0, "accepted"), (6, "in_transit"), (20, "exception"), (44, "out_for_delivery"), (48, "delivered")
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
async def test_any_order_of_arrival_ends_the_same(tx: Tx, now: datetime, seed: int) -> None:
    listener, rng = Listener(), Random(seed)
    order = await shipped_vase(tx, listener, now)
    arriving = [*STORY, *rng.choices(STORY, k=4)]
    rng.shuffle(arriving)
    reached = ["shipped"]
    for hour, event in enumerate(arriving, 100):
        at = now + hour * HOUR
        tracked = await track(tx, listener.moved, POLICY, said(now, event), at)
        assert tracked is not None
        reached.append(tracked.state)
    assert reached == sorted(reached, key=STATES.index)
    order = await mall.order(tx, order.order_id)
    assert (order.state, order.trouble, order.delivered_at) == ("received", None, now + 48 * HOUR)
    steps = [move for move in listener.heard if move in STATES]
    assert steps == list(STATES), "each step is told once"
    view = await mall.parcel(tx, order.order_id)
    assert view is not None
    assert [event.status for event in view.events] == [status for _, status in STORY]


async def test_a_delivery_cannot_be_earlier_than_the_parcel_or_later_than_the_news(tx: Tx, now: datetime) -> None:
    for number, hours, delivered_at in ((1, 99, now + 48 * HOUR), (2, 1, now + 1 * HOUR)):
        tracking_no = f"SF123456789012{number}"
        order = await shipped_vase(tx, Listener(), now, tracking_no)
        report = said(now, (hours, "delivered"), number=tracking_no)
        await track(tx, Listener().moved, POLICY, report, now + 48 * HOUR)
        assert (await mall.order(tx, order.order_id)).delivered_at == delivered_at


async def test_news_of_an_earlier_parcel_with_this_number_is_not_ours(tx: Tx, now: datetime) -> None:
    order = await shipped_vase(tx, Listener(), now)
    await track(tx, Listener().moved, POLICY, said(now, (-48, "delivered"), (1, "accepted")), now + HOUR)
    assert (await mall.order(tx, order.order_id)).state == "shipped"
    assert await track(tx, Listener().moved, POLICY, Report("jd", NUMBER, []), now) is None


async def test_the_parcel_before_it_is_sent(tx: Tx, now: datetime) -> None:
    assert await mall.parcel(tx, (await order_vase(tx, now)).order_id) is None


async def test_the_carriers_words_are_forgotten(tx: Tx, now: datetime) -> None:
    order = await shipped_vase(tx, Listener(), now)
    report = Report("sf", NUMBER, [Sighting("accepted", now, "Kunming, Green Lake depot")])
    await track(tx, Listener().moved, POLICY, report, now)
    assert await forget_parcels(tx, POLICY, now + timedelta(days=29)) == 0
    assert await forget_parcels(tx, POLICY, now + timedelta(days=31)) == 1
    view = await mall.parcel(tx, order.order_id)
    assert view is not None
    assert view.events == [Sighting("accepted", now, "")]
