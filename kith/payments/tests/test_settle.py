"""Money that came: taken in once, handed on, or given back."""

import asyncio

import pytest

from kith.payments.tests.desk import FEN, Desk


async def test_money_is_taken_in_and_handed_on(desk: Desk) -> None:
    charge_id, attempt_id = await desk.paid_charge()
    charge = await desk.state(charge_id)
    assert (charge.state, charge.paid_attempt_id) == ("paid", attempt_id)
    assert desk.told == [charge_id]
    assert await desk.balance(charge_id) == (FEN, 0)
    assert await desk.findings() == []


async def test_two_who_settle_at_once_move_the_money_once(desk: Desk) -> None:
    for _ in range(5):
        charge_id = await desk.charge("move")
        attempt_id = await desk.begin(charge_id)
        desk.gateway.pay(attempt_id.hex)
        won = await asyncio.gather(*(desk.settle(charge_id, attempt_id) for _ in range(4)))
        assert sorted(won) == [False, False, False, True]
        assert desk.told.count(charge_id) == 1
        assert await desk.balance(charge_id) == (0, 0)
    assert await desk.findings() == []


async def test_two_attempts_paid_at_once_are_both_taken_in_and_one_goes_back(desk: Desk) -> None:
    for _ in range(5):
        charge_id = await desk.charge()
        both = [await desk.begin(charge_id), await desk.begin(charge_id)]
        for attempt_id in both:
            desk.gateway.pay(attempt_id.hex)
        await asyncio.gather(*(desk.settle(charge_id, attempt_id) for attempt_id in both))
        charge = await desk.state(charge_id)
        [refund] = await desk.refunds(charge_id)
        assert {charge.paid_attempt_id, refund.attempt_id} == set(both)
        assert refund.reason == "second"
        assert desk.told.count(charge_id) == 1
        assert await desk.balance(charge_id) == (2 * FEN, FEN)
        await desk.tend_refund(charge_id, refund.refund_id)
        assert await desk.balance(charge_id) == (FEN, 0)
    assert await desk.findings() == []


@pytest.mark.parametrize(
    ("purpose", "fen", "cancelled", "flaw", "state"),
    [
        ("keep", FEN, True, "late", "cancelled"),
        ("keep", FEN - 1, True, "late", "cancelled"),
        ("keep", FEN - 1, False, "amount", "open"),
        ("keep", FEN + 1, False, "amount", "open"),
        ("refuse", FEN, False, "unaccepted", "cancelled"),
    ],
)
async def test_money_that_is_not_accepted_is_taken_in_and_given_back(
    desk: Desk, purpose: str, fen: int, cancelled: bool, flaw: str, state: str
) -> None:
    charge_id = await desk.charge(purpose)
    attempt_id = await desk.begin(charge_id)
    if cancelled:
        await desk.cancel(charge_id)
    desk.gateway.pay(attempt_id.hex, fen)
    await desk.settle(charge_id, attempt_id, fen)
    assert (await desk.state(charge_id)).state == state
    assert (await desk.attempt(charge_id, attempt_id)).flaw == flaw
    [refund] = await desk.refunds(charge_id)
    assert (refund.fen, refund.reason) == (fen, flaw)
    assert await desk.balance(charge_id) == (fen, fen)
    await desk.sweep()
    assert desk.gateway.trades[attempt_id.hex].refunds == {refund.number: fen}
    assert await desk.balance(charge_id) == (0, 0)
    assert await desk.findings() == []


async def test_a_wrong_amount_leaves_the_charge_open_for_the_right_one(desk: Desk) -> None:
    charge_id = await desk.charge()
    wrong, right = await desk.begin(charge_id), await desk.begin(charge_id)
    desk.gateway.pay(wrong.hex, 1)
    desk.gateway.pay(right.hex)
    await desk.settle(charge_id, wrong, 1)
    await desk.settle(charge_id, right)
    assert (await desk.state(charge_id)).paid_attempt_id == right
    await desk.sweep()
    assert await desk.balance(charge_id) == (FEN, 0)


async def test_a_closed_attempt_that_was_paid_after_all_counts(desk: Desk) -> None:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    await desk.gateway.close(attempt_id.hex)
    await desk.tend(charge_id, attempt_id)
    assert (await desk.attempt(charge_id, attempt_id)).state == "closed"
    assert await desk.settle(charge_id, attempt_id)
    assert (await desk.state(charge_id)).state == "paid"


async def test_who_cancels_while_the_hook_runs_wins_and_the_hook_is_undone(desk: Desk) -> None:
    charge_id = await desk.charge("move")
    attempt_id = await desk.begin(charge_id)
    desk.gateway.pay(attempt_id.hex)

    async def cancel() -> None:
        await desk.cancel(charge_id)

    desk.while_told = cancel
    await desk.settle(charge_id, attempt_id)
    assert (await desk.state(charge_id)).state == "cancelled"
    assert await desk.balance(charge_id) == (FEN, FEN)
    assert (await desk.attempt(charge_id, attempt_id)).flaw == "late"
    await desk.sweep()
    assert await desk.findings() == []


async def test_a_payment_closes_the_other_attempts_of_its_charge(desk: Desk) -> None:
    charge_id = await desk.charge()
    first, second = await desk.begin(charge_id), await desk.begin(charge_id)
    desk.gateway.pay(second.hex)
    await desk.settle(charge_id, second)
    assert "payments.close_attempts" in await desk.jobs()
    await desk.sweep()
    assert desk.gateway.trades[first.hex].state == "closed"
    assert (await desk.attempt(charge_id, first)).state == "closed"


async def test_a_cancelled_charge_is_closed_at_the_gateway_even_if_the_job_is_lost(desk: Desk) -> None:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    await desk.cancel(charge_id)
    await desk.cancel(charge_id)
    assert (await desk.jobs()).count("payments.close_attempts") == 1
    await desk.sweep()
    assert desk.gateway.trades[attempt_id.hex].state == "closed"
    assert (await desk.attempt(charge_id, attempt_id)).state == "closed"
    assert await desk.balance(charge_id) == (0, 0)


async def test_a_buyer_who_pays_before_the_close_arrives_gets_it_all_back(desk: Desk) -> None:
    charge_id = await desk.charge()
    attempt_id = await desk.begin(charge_id)
    await desk.cancel(charge_id)
    desk.gateway.pay(attempt_id.hex)
    await desk.close(charge_id)
    [refund] = await desk.refunds(charge_id)
    await desk.tend_refund(charge_id, refund.refund_id)
    assert [(refund.state, refund.fen) for refund in await desk.refunds(charge_id)] == [("refunded", FEN)]
    assert desk.told == []
    assert await desk.findings() == []


async def test_cancelling_a_paid_charge_changes_nothing(desk: Desk) -> None:
    charge_id, _ = await desk.paid_charge()
    await desk.cancel(charge_id)
    assert (await desk.state(charge_id)).state == "paid"
