"""Moves that collide, with real commits: exactly one wins, and everybody is told the truth."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from kith import mall
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.mall import Order
from kith.mall import shop_order as orders
from kith.mall.apply_callback import apply_callback
from kith.mall.confirm_order import confirm_order
from kith.mall.correct_shipment import correct_shipment
from kith.mall.keep_callback import keep_callback
from kith.mall.refuse_order import refuse_order
from kith.mall.tests.order_cast import (
    HOUR,
    POLICY,
    Listener,
    moves,
    order_vase,
    said,
    send,
    shipped_vase,
)
from kith.mall.tests.signing import carriers, news, signed
from kith.mall.track import track
from tests.cast import EVE

ROUNDS = 8

callbacks = Query(UUID, "SELECT callback_id FROM carrier_callback")


async def deed(db: Database, work: Callable[[Tx], Awaitable[Any]]) -> Any:
    """One deed at the edge: its answer, or the refusal."""
    try:
        async with db.transaction() as tx:
            return await work(tx)
    except Refusal as refusal:
        return type(refusal)


async def prepared(db: Database, make: Callable[[Tx], Awaitable[Order]]) -> Order:
    async with db.transaction() as tx:
        return await make(tx)


async def logged(db: Database, order: Order) -> list[str]:
    async with db.transaction() as tx:
        return [line.split()[1] for line in await moves.all(tx, order_id=order.order_id, person_id=EVE)]


async def test_ship_against_cancel(db: Database, now: datetime) -> None:
    for number in range(ROUNDS):
        listener = Listener()
        order = await prepared(db, lambda tx: order_vase(tx, now))
        rivals = [
            deed(db, lambda tx, o=order: mall.cancel_order(tx, o.order_id, why="late", now=now)),
            deed(db, lambda tx, o=order, n=number, to=listener: send(tx, to, o.order_id, now, f"SF12345678901{n:02}")),
        ]
        rivals = rivals[:: (-1) ** number]
        answers = await asyncio.gather(*rivals)
        cancelled, shipped = answers[:: (-1) ** number]
        if cancelled:
            assert shipped is orders.OrderNotOpen
            assert await logged(db, order) == ["placed", "cancelled"]
            assert listener.heard == []
        else:
            assert shipped.state == "shipped"
            assert await logged(db, order) == ["placed", "shipped"]
            assert listener.heard == ["shipped"]


async def test_confirm_against_refuse(db: Database, now: datetime) -> None:
    for _ in range(ROUNDS):
        listener = Listener()
        order = await prepared(db, lambda tx: order_vase(tx, now))
        confirmed, unable = await asyncio.gather(
            deed(db, lambda tx, o=order, to=listener: confirm_order(tx, to.moved, o.order_id, EVE, now)),
            deed(
                db,
                lambda tx, o=order, to=listener: refuse_order(
                    tx, to.moved, order_id=o.order_id, person_id=EVE, reason="other", now=now
                ),
            ),
        )
        assert unable.state == "unable", "a shop may find out after it confirmed"
        assert confirmed is orders.OrderNotOpen or confirmed.state == "to_ship"
        assert (await logged(db, order))[-1] == "unable"


async def test_ten_clerks_ship_the_same_parcel(db: Database, now: datetime) -> None:
    listener = Listener()
    order = await prepared(db, lambda tx: order_vase(tx, now))
    answers = await asyncio.gather(*(deed(db, lambda tx: send(tx, listener, order.order_id, now)) for _ in range(10)))
    assert [answer.state for answer in answers] == ["shipped"] * 10
    assert listener.heard == ["shipped"]


async def test_two_orders_under_one_number(db: Database, now: datetime) -> None:
    one = await prepared(db, lambda tx: order_vase(tx, now))
    other = await prepared(db, lambda tx: order_vase(tx, now))
    answers = await asyncio.gather(
        *(deed(db, lambda tx, o=order: send(tx, Listener(), o.order_id, now)) for order in (one, other))
    )
    assert sorted(answer is orders.TrackingNumberUsed for answer in answers) == [False, True]


async def test_correction_against_the_carrier(db: Database, now: datetime) -> None:
    for number in range(ROUNDS):
        wrong, right = f"SF22345678901{number:02}", f"SF32345678901{number:02}"
        order = await prepared(db, lambda tx, n=wrong: shipped_vase(tx, Listener(), now, n))
        report = said(now, (1, "in_transit"), number=wrong)
        corrected, tracked = await asyncio.gather(
            deed(
                db,
                lambda tx, o=order, n=right: correct_shipment(
                    tx,
                    Listener().moved,
                    POLICY,
                    order_id=o.order_id,
                    person_id=EVE,
                    carrier="sf",
                    tracking_no=n,
                    now=now,
                ),
            ),
            deed(db, lambda tx, r=report: track(tx, Listener().moved, POLICY, r, now + HOUR)),
        )
        if corrected is orders.ParcelUnderWay:
            assert tracked.state == "in_delivery"
        else:
            assert tracked is None
            assert (corrected.state, corrected.tracking_no) == ("shipped", right)


async def test_callbacks_in_parallel_are_applied_once_each(db: Database, now: datetime) -> None:
    listener = Listener()
    order = await prepared(db, lambda tx: shipped_vase(tx, listener, now))
    gateways = carriers()
    bodies = [news(now, 1, "accepted"), news(now, 6, "in_transit"), news(now, 48, "delivered")] * 3

    def keeping(body: bytes) -> Callable[[Tx], Awaitable[None]]:
        return lambda tx: keep_callback(
            tx, gateways, name="tracker", body=body, headers=signed(body, now), real_now=now, now=now
        )

    await asyncio.gather(*(deed(db, keeping(body)) for body in bodies))
    async with db.transaction() as tx:
        kept = await callbacks.all(tx)
    assert len(kept) == 3
    outcomes = await asyncio.gather(
        *(
            deed(
                db,
                lambda tx, c=callback_id: apply_callback(
                    tx, gateways, listener.moved, POLICY, callback_id=c, now=now + 50 * HOUR
                ),
            )
            for callback_id in kept * 4
        )
    )
    assert sorted(map(str, outcomes)) == ["None"] * 9 + ["applied"] * 3
    assert listener.heard == ["shipped", "in_delivery", "received"]
    assert await logged(db, order) == ["placed", "shipped", "in_delivery", "received"]
