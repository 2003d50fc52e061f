"""Payouts: under one number for ever, moved only by a definite word, and never more than there is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import ledger, payments
from kith.kit.sql import Database, Tx
from kith.payments.outward import Payee, masked
from kith.payments.payout import Payout
from kith.payments.tests.desk import FEN, OneConnection
from kith.payments.tests.scripted import Fault
from kith.payments.tests.till import WEN, Till


@pytest.fixture
async def till(db: Database, now: datetime) -> Till:
    made = Till(db, now)
    await made.earn()
    return made


async def test_a_payout_is_held_then_paid(till: Till) -> None:
    payout = await till.open(20_000)
    assert payout.hint == "wen***@flowers.example"
    assert await till.owed() == (FEN, 20_000)
    assert (await till.jobs())[-1] == "payments.tend_payout"
    await till.tend_payout(payout)
    assert (await till.payout(payout)).state == "paid"
    assert await till.owed() == (FEN - 20_000, 0)
    assert await till.out() == 20_000
    assert till.gateway.payouts[payout.number].fen == 20_000
    assert till.gateway.payout_orders[0].payee == WEN
    assert till.states == ["unknown", "paid"]
    assert await till.findings() == []


async def test_the_same_payout_again_is_the_first_answer(till: Till) -> None:
    payout = await till.open()
    assert await till.open(payout_id=payout.payout_id, payee=Payee("new@x.example", "New")) == payout
    await asyncio.gather(*(till.tend_payout(payout) for _ in range(3)))
    again = await till.open(payout_id=payout.payout_id)
    assert again.state == "paid"
    assert till.gateway.calls.count("pay_out") == 1
    with pytest.raises(payments.PayoutDiffers):
        await till.open(FEN - 1, payout.payout_id)


async def test_no_gateway_that_pays_out_is_a_refusal(till: Till) -> None:
    till.gateway.pays_out = False
    with pytest.raises(payments.PayoutsOff):
        await till.open()


async def test_more_than_is_available_is_refused_with_what_is(till: Till) -> None:
    await till.open(50_000)
    with pytest.raises(payments.PayoutTooLarge) as refused:
        await till.open(2_001)
    assert refused.value.facts == {"available_fen": 2_000}
    assert await till.owed() == (FEN, 50_000)


async def test_of_two_at_once_over_the_sum_one_is_refused(till: Till) -> None:
    outcomes = await asyncio.gather(*(till.open(30_000) for _ in range(4)), return_exceptions=True)
    assert [type(each) for each in outcomes].count(Payout) == 1
    assert sum(isinstance(each, payments.PayoutTooLarge) for each in outcomes) == 3
    assert await till.owed() == (FEN, 30_000)


@pytest.mark.parametrize("fault", ["lost", "lost_after"])
async def test_a_lost_answer_leaves_the_money_held_and_the_number_the_same(till: Till, fault: Fault) -> None:
    till.gateway.faults["pay_out"] = [fault]
    till.gateway.faults["query_payout"] = ["lost"]
    payout = await till.open()
    await till.tend_payout(payout)
    assert (await till.payout(payout)).state == "unknown"
    await till.sweep_payouts()
    assert "query_payout" not in till.gateway.calls, "asked before it was due"
    for _ in range(2):
        assert await till.owed() == (FEN, FEN)
        till.later(minutes=2)
        await till.sweep_payouts()
    assert (await till.payout(payout)).state == "paid"
    assert list(till.gateway.payouts) == [payout.number]
    assert till.gateway.calls.count("pay_out") == (2 if fault == "lost" else 1)
    assert await till.findings() == []


async def test_a_slow_one_is_asked_about_for_days_and_never_sent_again(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["pending"]
    payout = await till.open()
    await till.tend_payout(payout)
    for _ in range(12):
        till.later(hours=6)
        await till.sweep_payouts()
    assert (await till.payout(payout)).state == "dealing"
    async with till.db.transaction() as tx:
        [row] = await payments.stuck(tx, till.policy, till.now)
    assert (row.kind, row.id, row.state) == ("payout", payout.payout_id, "dealing")
    del till.gateway.payouts[payout.number]
    till.later(hours=6)
    await till.sweep_payouts()
    found = await till.payout(payout)
    assert (found.state, found.code) == ("dealing", "missing")
    assert till.gateway.calls.count("pay_out") == 1
    assert await till.owed() == (FEN, FEN)


@pytest.mark.parametrize(("fault", "code"), [("declined", "PAYEE_NOT_EXIST"), ("failed", "PAYEE_ACC_OCUPIED")])
async def test_what_definitely_failed_is_the_shops_again(till: Till, fault: Fault, code: str) -> None:
    till.gateway.faults["pay_out"] = [fault]
    payout = await till.open()
    await till.tend_payout(payout)
    found = await till.payout(payout)
    assert (found.state, found.code) == ("failed", code)
    assert await till.owed() == (FEN, 0)
    await till.open()
    assert await till.findings() == []


async def test_a_refusal_is_not_believed_where_the_gateway_knows_of_the_transfer(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["lost_after"]
    payout = await till.open()
    await till.tend_payout(payout)
    sent = till.gateway.payouts.pop(payout.number)

    async def found_again() -> None:
        till.gateway.during["query_payout"] = found_again_now
        till.gateway.faults["pay_out"] = ["declined"]

    async def found_again_now() -> None:
        till.gateway.payouts[payout.number] = sent

    till.gateway.during["query_payout"] = found_again
    till.later(minutes=2)
    await till.sweep_payouts()
    assert till.gateway.calls.count("pay_out") == 2
    assert (await till.payout(payout)).state == "paid"


async def test_what_is_refused_for_now_waits_and_is_sent_under_the_same_number(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["declined_again", "declined_again"]
    payout = await till.open()
    for _ in range(3):
        await till.sweep_payouts()
        till.later(minutes=10)
    assert (await till.payout(payout)).state == "paid"
    assert {order.number for order in till.gateway.payout_orders} == {payout.number}
    assert till.states == ["unknown", "wanted", "unknown", "wanted", "unknown", "paid"]


async def test_what_comes_back_is_the_shops_again(till: Till) -> None:
    payout = await till.open()
    await till.tend_payout(payout)
    till.gateway.payouts[payout.number].state = "returned"
    till.later(hours=7)
    await till.sweep_payouts()
    assert (await till.payout(payout)).state == "returned"
    assert await till.owed() == (FEN, 0)
    assert await till.out() == 0
    assert await till.findings() == []
    await till.open()


async def test_what_came_back_before_we_asked_is_posted_both_ways(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["lost_after"]
    payout = await till.open()
    await till.tend_payout(payout)
    till.gateway.payouts[payout.number].state = "returned"
    till.later(minutes=2)
    await till.sweep_payouts()
    assert (await till.payout(payout)).state == "returned"
    assert await till.owed() == (FEN, 0)
    assert await till.findings() == []


async def test_a_paid_one_is_watched_for_some_days_only(till: Till) -> None:
    payout = await till.open()
    await till.tend_payout(payout)
    for _ in range(20 * 4):
        till.later(hours=6)
        await till.sweep_payouts()
    assert till.gateway.calls.count("query_payout") == 15 * 4
    async with till.db.transaction() as tx:
        assert await payments.stuck(tx, till.policy, till.now) == []


async def test_another_amount_than_was_sent_is_not_believed(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["lost_after"]
    payout = await till.open()
    await till.tend_payout(payout)
    till.gateway.payouts[payout.number].fen = 1
    till.later(minutes=2)
    await till.sweep_payouts()
    found = await till.payout(payout)
    assert (found.state, found.code) == ("unknown", "amount_differs")
    assert await till.owed() == (FEN, FEN)


async def test_who_gets_it_is_sealed_and_then_forgotten(till: Till, caplog: pytest.LogCaptureFixture) -> None:
    till.gateway.faults["pay_out"] = ["lost"]
    payout = await till.open()
    await till.tend_payout(payout)
    assert WEN.account not in await everything(till)
    till.later(minutes=2)
    await till.sweep_payouts()
    async with till.db.transaction() as tx:
        found = await tx.execute("SELECT nonce, sealed, ring_key, wrapped FROM payout")
        assert await found.fetchall() == [(None, None, None, None)]
    said = await everything(till) + caplog.text + repr(till.gateway.payout_orders) + repr(payout)
    assert WEN.account not in said
    assert WEN.name not in said


async def everything(till: Till) -> str:
    async with till.db.transaction() as tx:
        rows = await (await tx.execute("SELECT to_jsonb(payout)::text FROM payout")).fetchall()
        jobs = await (await tx.execute("SELECT args::text FROM procrastinate_jobs")).fetchall()
    return f"{rows}{jobs}"


@pytest.mark.parametrize(
    ("account", "hint"),
    [
        ("wen@flowers.example", "wen***@flowers.example"),
        ("a@b.example", "a***@b.example"),
        ("13800138000", "138****8000"),
        ("2088102146225135", "208****5135"),
        ("1234567", "1****"),
    ],
)
def test_an_account_is_shown_masked(account: str, hint: str) -> None:
    assert masked(Payee(account, "Wen")) == hint


STEPS = st.sampled_from(
    [
        *(("open", fen) for fen in (1, 30_000, FEN)),
        *(("fails", fault) for fault in ("lost", "lost_after", "pending", "declined", "declined_again", "failed")),
        ("asking_fails", "lost"),
        ("sweep", 0),
        *(("wait", minutes) for minutes in (1, 90, 700)),
        *(("becomes", state) for state in ("paid", "failed", "returned")),
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 5)), max_size=25))
def test_money_goes_out_once_in_any_order(shared_url: str, steps: list[tuple[tuple[str, object], int]]) -> None:
    asyncio.run(_play(shared_url, steps))


async def _play(url: str, steps: list[tuple[tuple[str, object], int]]) -> None:
    connection = await Tx.connect(url, autocommit=True)
    async with connection, connection.transaction(force_rollback=True):
        till = Till(OneConnection(connection), datetime(2026, 3, 1, 4, tzinfo=UTC))
        till.policy = payments.Policy(sweep_width=1)
        await till.earn()
        opened: list[Payout] = []
        for (kind, what), pick in steps:
            await _step(till, opened, kind, what, pick)
            await _check(till, opened)
        till.gateway.faults.clear()
        for sent in till.gateway.payouts.values():
            sent.state = "paid" if sent.state == "dealing" else sent.state
        for _ in range(6):
            till.later(hours=7)
            await till.sweep_payouts()
        await _check(till, opened)
        states = {(await till.payout(each)).state for each in opened}
        assert states <= {"paid", "failed", "returned"}
        book = await till.gateway.book()
        assert book
        assert sum(book.paid_out.values()) - sum(book.returned.values()) == await till.out()
        async with till.db.transaction() as tx:
            assert await ledger.audit(tx) == []


async def _step(till: Till, opened: list[Payout], kind: str, what: object, pick: int) -> None:
    if kind == "open" and isinstance(what, int):
        try:
            opened.append(await till.open(what))
        except payments.PayoutTooLarge:
            net, held = await till.owed()
            assert what > net - held
    elif kind.endswith("fails"):
        faults: list[Fault] = ["lost", "lost_after", "pending", "declined", "declined_again", "failed"]
        call = "pay_out" if kind == "fails" else "query_payout"
        till.gateway.faults[call].append(next(fault for fault in faults if fault == what))
    elif kind == "wait" and isinstance(what, int):
        till.now += timedelta(minutes=what)
        await till.sweep_payouts()
    elif kind == "sweep":
        await till.sweep_payouts()
    elif kind == "becomes" and till.gateway.payouts:
        sent = list(till.gateway.payouts.values())[pick % len(till.gateway.payouts)]
        if sent.state == "dealing" and what in ("paid", "failed"):
            sent.state = "paid" if what == "paid" else "failed"
        elif sent.state == "paid" and what == "returned":
            sent.state = "returned"


async def _check(till: Till, opened: list[Payout]) -> None:
    """The account has what was earned and is not out; it holds what is under way; nothing is paid that was not sent."""
    rows = [await till.payout(each) for each in opened]
    paid = sum(row.fen for row in rows if row.state == "paid")
    held = sum(row.fen for row in rows if row.state in ("wanted", "unknown", "dealing"))
    assert await till.owed() == (FEN - paid, held)
    assert await till.out() == paid
    for row in rows:
        if row.state in ("paid", "returned"):
            assert till.gateway.payouts[row.number].state in ("paid", "returned")


async def test_one_that_its_payee_must_confirm_shows_how_until_it_is_paid(till: Till) -> None:
    """The package stands only in the answer to the order: lost there, the same order is sent again for it."""
    till.gateway.faults["pay_out"] = ["confirm"]
    payout = await till.open(20_000)
    await till.tend_payout(payout)
    waits = await till.payout(payout)
    assert (waits.state, waits.package) == ("confirm", f"P{payout.number}")
    till.now += timedelta(hours=1)
    await till.tend_payout(payout)
    assert (await till.payout(payout)).package == f"P{payout.number}"
    assert till.gateway.calls.count("pay_out") == 1
    assert await till.owed() == (FEN, 20_000)
    till.gateway.payouts[payout.number].state = "paid"
    till.now += timedelta(hours=1)
    await till.tend_payout(payout)
    paid = await till.payout(payout)
    assert (paid.state, paid.package) == ("paid", None)
    assert till.states == ["unknown", "confirm", "paid"]
    assert await till.owed() == (FEN - 20_000, 0)
    assert await till.findings() == []


async def test_one_that_nobody_confirms_fails_and_the_money_is_back(till: Till) -> None:
    till.gateway.faults["pay_out"] = ["lost_after"]
    payout = await till.open(20_000)
    await till.tend_payout(payout)
    till.gateway.payouts[payout.number].state = "confirm"
    till.now += timedelta(hours=1)
    await till.tend_payout(payout)
    assert (await till.payout(payout)).package == f"P{payout.number}", "asked for again, under the same number"
    till.gateway.payouts[payout.number].state = "failed"
    till.now += timedelta(days=1)
    await till.tend_payout(payout)
    assert till.states == ["unknown", "confirm", "failed"]
    assert (await till.payout(payout)).package is None
    assert await till.owed() == (FEN, 0)
    assert await till.findings() == []
