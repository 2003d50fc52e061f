"""What the sweep heals: unknown attempts, leases of the dead, payments past their time, crashes at every commit."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from kith import payments
from kith.kit.sql import Database, Tx
from kith.payments.tests.desk import FEN, Desk


@pytest.mark.parametrize("paid", [True, False])
@pytest.mark.parametrize("fault", ["lost", "lost_after"])
async def test_an_unknown_attempt_is_asked_about_until_the_gateway_knows(desk: Desk, fault: str, paid: bool) -> None:
    desk.gateway.faults["begin"] = [fault]
    desk.gateway.faults["query"] = ["lost"]
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    if paid and fault == "lost_after":
        desk.gateway.pay(attempt_id.hex)
    for _ in range(40):
        desk.later(minutes=1)
        await desk.sweep()
    attempt = await desk.attempt(charge_id, attempt_id)
    assert attempt.state == ("paid" if paid and fault == "lost_after" else "closed")
    assert await desk.balance(charge_id) == ((FEN, 0) if attempt.state == "paid" else (0, 0))
    assert desk.gateway.calls.count("begin") == 1
    assert await desk.findings() == []


async def test_a_page_that_nobody_opened_stays_open_until_its_time_is_over(desk: Desk) -> None:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id, way="page")
    trade = desk.gateway.trades.pop(attempt_id.hex)
    await desk.cancel(charge_id)
    await desk.sweep()
    assert (await desk.attempt(charge_id, attempt_id)).state == "open"
    desk.gateway.trades[attempt_id.hex] = trade
    desk.gateway.pay(attempt_id.hex)
    desk.later(minutes=1)
    await desk.sweep()
    await desk.sweep()
    assert [(refund.state, refund.reason) for refund in await desk.refunds(charge_id)] == [("refunded", "late")]
    other = await desk.charge()
    never = await desk.begin(other, way="page")
    del desk.gateway.trades[never.hex]
    for _ in range(35):
        desk.later(minutes=1)
        await desk.sweep()
    assert (await desk.attempt(other, never)).state == "closed"


@pytest.mark.parametrize(("way", "asked"), [("qr", "cancel"), ("page", "close"), ("wap", "close")])
@pytest.mark.parametrize("fault", ["lost", "lost_after"])
async def test_a_code_of_which_nobody_heard_is_cancelled(desk: Desk, way: payments.Way, asked: str, fault: str) -> None:
    desk.gateway.faults["begin"] = [fault]
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id, way=way)
    await desk.cancel(charge_id)
    desk.gateway.faults[asked] = ["lost"]
    for _ in range(3):
        desk.later(minutes=2)
        await desk.sweep()
    assert set(desk.gateway.calls) == {"begin", asked}
    assert (await desk.attempt(charge_id, attempt_id)).state == ("closed" if fault == "lost_after" else "unknown")
    assert await desk.findings() == []


async def test_an_attempt_past_its_time_is_closed_at_the_gateway(desk: Desk) -> None:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    desk.later(minutes=30, seconds=desk.policy.grace_seconds)
    desk.gateway.faults["close"] = ["lost_after", "lost"]
    for _ in range(3):
        await desk.sweep()
        desk.later(minutes=1)
    assert (await desk.attempt(charge_id, attempt_id)).state == "closed"
    assert desk.gateway.trades[attempt_id.hex].state == "closed"
    assert (await desk.state(charge_id)).state == "open", "its owner cancels it"


async def test_a_lease_keeps_others_away_until_it_ends(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)
    other = await desk.charge()
    attempt_id = await desk.begin(other)

    async def meanwhile() -> None:
        await desk.tend_refund(charge_id, refund_id)
        await desk.sweep()

    calls = len(desk.gateway.calls)
    desk.gateway.during = {"query": partial(desk.tend, other, attempt_id)}
    await desk.tend(other, attempt_id)
    assert desk.gateway.calls[calls:] == ["query"]
    desk.gateway.during = {"refund": meanwhile}
    await desk.tend_refund(charge_id, refund_id)
    assert desk.gateway.calls[calls:] == ["query", "refund"]


async def test_a_worker_that_outlives_its_lease_cannot_overrule_the_next_one(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)

    async def next_worker() -> None:
        desk.later(seconds=desk.policy.lease_seconds)
        await desk.tend_refund(charge_id, refund_id)

    desk.gateway.during = {"refund": next_worker}
    desk.gateway.faults["query_refund"] = ["lost"]
    desk.gateway.faults["refund"] = ["declined"]
    await desk.tend_refund(charge_id, refund_id)
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.code) == ("unknown", "timeout")
    assert desk.gateway.trades[attempt_id.hex].refunds == {}


async def test_a_worker_that_outlives_its_lease_and_the_next_one_refund_once(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)

    async def next_worker() -> None:
        desk.later(seconds=desk.policy.lease_seconds)
        await desk.tend_refund(charge_id, refund_id)

    desk.gateway.during = {"refund": next_worker}
    await desk.tend_refund(charge_id, refund_id)
    [refund] = await desk.refunds(charge_id)
    assert (refund.state, refund.refunded_at) == ("refunded", desk.now)
    assert desk.gateway.trades[attempt_id.hex].refunds == {refund_id.hex: 100}
    assert await desk.balance(charge_id) == (FEN - 100, 0)
    assert await desk.findings() == []


async def test_a_vain_answer_that_comes_too_late_does_not_end_the_next_ones_lease(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)
    asked, answered = (asyncio.Event(), asyncio.Event()), (asyncio.Event(), asyncio.Event())

    async def hang(which: int) -> None:
        asked[which].set()
        await answered[which].wait()

    desk.gateway.faults["refund"] = ["lost"]
    desk.gateway.during = {"refund": lambda: hang(0), "query_refund": lambda: hang(1)}
    first = asyncio.create_task(desk.tend_refund(charge_id, refund_id))
    await asked[0].wait()
    desk.later(seconds=desk.policy.lease_seconds)
    second = asyncio.create_task(desk.tend_refund(charge_id, refund_id))
    await asked[1].wait()
    answered[0].set()
    await first
    await desk.tend_refund(charge_id, refund_id)
    assert desk.gateway.calls[-2:] == ["refund", "query_refund"], "the second still has it to itself"
    answered[1].set()
    await second
    assert [refund.state for refund in await desk.refunds(charge_id)] == ["refunded"]


class Killed(BaseException):
    """The process is gone."""


class Mortal(Database):
    """A database whose process dies after its n-th commit."""

    lives = 1_000_000

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Tx]:
        async with super().transaction() as tx:
            yield tx
        self.lives -= 1
        if self.lives == 0:
            raise Killed


@pytest.mark.parametrize("fault", [None, "lost", "lost_after"])
async def test_a_crash_after_any_commit_is_healed(desk: Desk, fresh_url: str, fault: str | None) -> None:
    """A charge is begun, paid, notified, settled, refunded; the process dies after each commit in turn."""
    died, dies = 0, True
    while dies:
        dies = False
        charge_id = await desk.charge()
        async with Mortal(fresh_url, size=4) as mortal:
            mortal.lives = died + 1
            living, desk.db = desk.db, mortal
            desk.gateway.faults.clear()
            if fault:
                desk.gateway.faults.update({name: [fault] for name in ("begin", "query", "refund")})
            paid_by = None
            try:
                attempt_id = paid_by = await desk.begin(charge_id)
                if attempt_id.hex in desk.gateway.trades:
                    desk.gateway.pay(attempt_id.hex)
                    await desk.receive(desk.gateway.note(attempt_id.hex, "paid"))
                await desk.read_inbox()
                await desk.tend(charge_id, attempt_id)
                if (await desk.state(charge_id)).state == "paid":
                    refund_id = await desk.refund(charge_id, FEN)
                    await desk.tend_refund(charge_id, refund_id)
            except Killed:
                died, dies = died + 1, True
            finally:
                desk.db = living
        for _ in range(9):
            desk.later(minutes=5)
            await desk.sweep()
        charge = await desk.state(charge_id)
        held = [refund.state for refund in await desk.refunds(charge_id)]
        assert set(held) <= {"refunded"}
        assert await desk.balance(charge_id) == ((FEN, 0) if charge.state == "paid" and not held else (0, 0))
        paid = paid_by is not None and paid_by.hex in desk.gateway.trades
        assert charge.state == ("paid" if paid and desk.gateway.trades[paid_by.hex].state == "paid" else "open")
        assert await desk.findings() == []
    assert died >= 6


async def test_one_that_fails_does_not_stop_the_others(desk: Desk) -> None:
    good, bad = await desk.charge(), await desk.charge("nobody")
    for charge_id in (bad, good):
        desk.gateway.pay((await desk.begin(charge_id)).hex)
    desk.later(minutes=1)
    await desk.sweep()
    assert (await desk.state(good)).state == "paid"
    assert (await desk.state(bad)).state == "open"


async def test_what_is_stuck_is_listed_unknown_first(desk: Desk) -> None:
    desk.gateway.faults["refund"] = ["declined"]
    charge_id, _ = await desk.paid_charge()
    refused = await desk.refund(charge_id, 1)
    await desk.tend_refund(charge_id, refused)
    wrong = await desk.charge()
    attempt_id = await desk.begin(wrong)
    desk.gateway.pay(attempt_id.hex, FEN + 1)
    await desk.settle(wrong, attempt_id, FEN + 1)
    await desk.sweep()
    desk.gateway.faults["begin"] = ["lost"]
    unknown = await desk.begin(await desk.charge())
    desk.later(seconds=desk.policy.stuck_seconds)
    async with desk.db.transaction() as tx:
        rows = await payments.stuck(tx, desk.policy, desk.now)
    assert rows[0].id == unknown
    assert {(row.kind, row.id, row.code) for row in rows} == {
        ("attempt", unknown, "timeout"),
        ("refund", refused, "SELLER_BALANCE_NOT_ENOUGH"),
        ("attempt", attempt_id, "amount"),
    }


async def test_the_audit_finds_what_does_not_add_up(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    refund_id = await desk.refund(charge_id, 100)
    await desk.tend_refund(charge_id, refund_id)
    assert await desk.findings() == []
    desk.gateway.trades[attempt_id.hex].refunds[refund_id.hex] = 99
    desk.gateway.trades["f" * 32] = desk.gateway.trades[attempt_id.hex]
    found = {finding.check for finding in await desk.findings()}
    assert found == {"gateway_book_has_the_same_payments", "gateway_book_has_the_same_refunds"}
    async with desk.db.transaction() as tx:
        await tx.execute("UPDATE attempt SET paid_fen = paid_fen + 1")
        await tx.execute("UPDATE refund SET state = 'unknown', refunded_at = NULL, due_at = %s", [desk.now])
    desk.later(seconds=desk.policy.stuck_seconds)
    found |= {finding.check for finding in await desk.findings()}
    assert found == {
        "gateway_book_has_the_same_payments",
        "gateway_book_has_the_same_refunds",
        "clearing_is_sum_of_payments",
        "clearing_is_what_no_bill_has",
        "charge_account_has_its_payments",
        "payment_is_tended",
    }
