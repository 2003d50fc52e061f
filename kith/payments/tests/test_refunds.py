"""Money back: asked for once under one number, held until the gateway has confirmed, and never sent twice."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from kith import payments
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.refund import RefundId
from kith.payments.tests.desk import FEN, Desk
from kith.payments.tests.scripted import Scripted

NAMES = ("first", "second", "third")


async def test_a_refund_is_held_sent_and_posted(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 20_000)
    assert await desk.balance(charge_id) == (FEN, 20_000)
    assert await desk.jobs() == ["payments.tend_refund"]
    await desk.tend_refund(charge_id, refund_id)
    assert desk.gateway.trades[attempt_id.hex].refunds == {refund_id.hex: 20_000}
    assert await desk.balance(charge_id) == (FEN - 20_000, 0)
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.refunded_at) == ("refunded", desk.now)
    assert await desk.findings() == []


@pytest.mark.parametrize(
    ("paid", "change", "refusal"),
    [
        (None, {}, payments.ChargeNotFound),
        (False, {}, payments.ChargeNotPaid),
        (True, {"fen": 101}, payments.RefundDiffers),
        (True, {"reason": "other"}, payments.RefundDiffers),
        (True, {"refund_id": RefundId(ids.derived(ids.new(), "x")), "fen": FEN - 99}, payments.RefundTooMuch),
    ],
)
async def test_refund_charge_refuses(
    desk: Desk, paid: bool | None, change: dict[str, object], refusal: type[Refusal]
) -> None:
    asked: dict[str, object] = {"refund_id": RefundId(ids.new(desk.now)), "fen": 100, "reason": "ended"}
    if paid:
        asked["charge_id"] = (await desk.paid_charge())[0]
        async with desk.db.transaction() as tx:
            await payments.refund_charge(tx, **asked, now=desk.now)  # pyright: ignore[reportArgumentType] a row of a table
    else:
        asked["charge_id"] = ChargeId(ids.new(desk.now)) if paid is None else await desk.charge()
    with pytest.raises(refusal):
        async with desk.db.transaction() as tx:
            await payments.refund_charge(tx, **{**asked, **change}, now=desk.now)  # pyright: ignore[reportArgumentType] same


async def test_the_same_refund_is_answered_again_and_sent_once(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, FEN)
    assert await desk.refund(charge_id, FEN, refund_id) == refund_id
    await asyncio.gather(*(desk.tend_refund(charge_id, refund_id) for _ in range(3)))
    assert await desk.refund(charge_id, FEN, refund_id) == refund_id
    await desk.tend_refund(charge_id, refund_id)
    assert desk.gateway.calls.count("refund") == 1
    assert desk.gateway.trades[attempt_id.hex].refunds == {refund_id.hex: FEN}
    assert await desk.findings() == []


@pytest.mark.parametrize("fault", ["lost", "lost_after", "pending"])
async def test_a_lost_answer_leaves_the_money_held_until_the_gateway_tells(desk: Desk, fault: str) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, FEN)
    desk.gateway.faults["refund"] = [fault]
    desk.gateway.faults["query_refund"] = ["lost"]
    await desk.sweep()
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.refund_id) == ("unknown", refund_id)
    assert await desk.balance(charge_id) == (FEN, FEN)
    await desk.sweep()
    assert desk.gateway.calls.count("query_refund") == 0, "asked before it was due"
    for _ in range(2):
        desk.later(minutes=1)
        await desk.sweep()
    assert [refund.state for refund in await desk.refunds(charge_id)] == ["refunded"]
    assert desk.gateway.trades[attempt_id.hex].refunds == {refund_id.hex: FEN}
    assert desk.gateway.calls.count("refund") == (2 if fault == "lost" else 1)
    assert await desk.balance(charge_id) == (0, 0)
    assert await desk.findings() == []


async def test_a_refused_refund_stays_held_and_an_operator_sees_it(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, FEN)
    desk.gateway.faults["refund"] = ["declined"]
    await desk.tend_refund(charge_id, refund_id)
    desk.later(days=30)
    await desk.sweep()
    assert desk.gateway.calls.count("refund") == 1
    assert await desk.balance(charge_id) == (FEN, FEN)
    async with desk.db.transaction() as tx:
        [row] = await payments.stuck(tx, desk.policy, desk.now)
    assert (row.kind, row.id, row.state, row.code) == ("refund", refund_id, "refused", "SELLER_BALANCE_NOT_ENOUGH")


async def test_a_refund_refused_for_now_is_tried_again(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, FEN)
    desk.gateway.faults["refund"] = ["declined_again", "declined_again"]
    for _ in range(3):
        await desk.sweep()
        desk.later(minutes=1)
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.refund_id, refund.code) == ("refunded", refund_id, None)
    assert desk.gateway.calls.count("refund") == 3
    assert await desk.findings() == []


async def test_the_gateway_is_asked_more_and_more_seldom_for_ever(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    await desk.refund(charge_id, FEN)
    desk.gateway.faults["refund"] = ["lost_after"]
    desk.gateway.faults["query_refund"] = ["lost"] * 1000
    asked_after: list[timedelta] = []
    start, seen = desk.now, 0
    for _ in range(3 * 24 * 60):
        await desk.sweep()
        if (count := desk.gateway.calls.count("query_refund")) > seen:
            seen = count
            asked_after.append(desk.now - start)
        if desk.later(minutes=1) - start > timedelta(hours=15):
            break
    assert asked_after[:6] == [timedelta(minutes=m) for m in (1, 2, 3, 8, 23, 83)]
    assert asked_after[6:] == [timedelta(minutes=83 + 360 * n) for n in (1, 2)]


async def test_parts_of_a_charge_go_back_each_under_its_number_and_never_more_than_came(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    fens = (10_000, 20_000, FEN - 30_000)
    parts = [await desk.refund(charge_id, fen) for fen in fens]
    with pytest.raises(payments.RefundTooMuch):
        await desk.refund(charge_id, 1)
    await desk.sweep()
    assert set(desk.gateway.trades[attempt_id.hex].refunds) == {part.hex for part in parts}
    assert await desk.balance(charge_id) == (0, 0)
    with pytest.raises(payments.RefundTooMuch):
        await desk.refund(charge_id, 1)
    async with desk.db.transaction() as tx:
        back = await payments.refunds_of(tx, [charge_id])
        assert {(refund.refund_id, refund.fen) for refund in back} == set(zip(parts, fens, strict=True))


async def test_money_that_was_moved_on_cannot_be_refunded(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge("move")
    with pytest.raises(payments.RefundTooMuch):
        await desk.refund(charge_id, 1)


async def test_a_refund_of_another_amount_than_asked_is_not_believed(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, FEN)
    desk.gateway.faults["refund"] = ["lost_after"]
    await desk.tend_refund(charge_id, refund_id)
    desk.gateway.trades[attempt_id.hex].refunds[refund_id.hex] = 1
    desk.later(minutes=1)
    await desk.sweep()
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.code) == ("unknown", "amount_differs")
    assert await desk.balance(charge_id) == (FEN, FEN)


@dataclass
class Counter(Desk):
    """A desk at which one can pay by three gateways; `gateway` is the one that is used now."""

    doors: dict[str, Scripted] = field(default_factory=lambda: {name: Scripted(name) for name in NAMES})

    @property
    def gateways(self) -> payments.Gateways:
        return payments.Gateways(self.doors)


async def test_what_was_paid_by_a_gateway_goes_back_by_it(db: Database, now: datetime) -> None:
    counter = Counter(db, now)
    for name, door in counter.doors.items():
        counter.gateway = door
        charge_id, attempt_id = await counter.paid_charge()
        refund_id = await counter.refund(charge_id, 2_000)
        await counter.tend_refund(charge_id, refund_id)
        assert door.trades[attempt_id.hex].refunds == {refund_id.hex: 2_000}, name
    assert [len(door.trades) for door in counter.doors.values()] == [1, 1, 1]
    assert await counter.findings() == []


async def test_paid_by_all_of_them_two_get_it_back_by_theirs(db: Database, now: datetime) -> None:
    counter = Counter(db, now)
    charge_id = await counter.charge()
    begun: dict[str, AttemptId] = {}
    for name, door in counter.doors.items():
        counter.gateway = door
        begun[name] = await counter.begin(charge_id)
    for name, attempt_id in begun.items():
        counter.doors[name].pay(attempt_id.hex)
        await counter.tend(charge_id, attempt_id)
    await counter.sweep()
    back = {name: sum(door.trades[begun[name].hex].refunds.values()) for name, door in counter.doors.items()}
    assert back == {NAMES[0]: 0, NAMES[1]: FEN, NAMES[2]: FEN}
    assert await counter.findings() == []
