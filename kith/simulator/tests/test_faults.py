"""Faults: switched by an admin call, seeded, counted, and there again after a restart."""

import json
from pathlib import Path

import pytest

from kith.kit import clock
from kith.simulator.faults import NAMES, Fault, Faults, Switched, UnknownFault
from kith.simulator.store import Store
from kith.simulator.tests.shop import Shop


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "simulator.db")


def strikes(store: Store, seed: int, count: int) -> list[bool]:
    faults = Faults(store)
    faults.switch(Switched(seed, [Fault(name="notify_lost", times=None, chance=0.3)]))
    return [faults.strikes("notify_lost") is not None for _ in range(count)]


def test_the_same_seed_makes_the_same_mistakes(store: Store) -> None:
    first = strikes(store, 1, 200)
    assert strikes(store, 1, 200) == first
    assert strikes(store, 2, 200) != first
    assert 30 < sum(first) < 90


def test_a_fault_strikes_as_often_as_asked_and_only_where(store: Store) -> None:
    faults = Faults(store)
    faults.switch(Switched(0, [Fault(name="unsigned_answer", times=2, method="alipay.trade.refund"), "notify_lost"]))
    assert faults.strikes("unsigned_answer", "alipay.trade.query") is None
    hits = [faults.strikes("unsigned_answer", "alipay.trade.refund") is not None for _ in range(3)]
    assert hits == [True, True, False]
    assert all(faults.strikes("notify_lost") for _ in range(9))


def test_a_fault_may_be_about_one_trade(store: Store) -> None:
    faults = Faults(store)
    faults.switch_one("a", Switched(0, [Fault(name="notify_lost")]))
    faults.switch_one("b", Switched(0, [Fault(name="notify_late", times=2)]))
    assert faults.strikes("notify_lost") is None
    assert faults.strikes("notify_lost", None, "b") is None
    assert faults.strikes("notify_lost", None, "a")
    assert faults.strikes("notify_lost", None, "a") is None
    faults.switch_one("b", Switched(0, []))
    assert faults.strikes("notify_late", None, "b") is None
    assert faults.made() == {"notify_lost": 1}


def test_what_is_on_survives_a_restart(store: Store, tmp_path: Path) -> None:
    Faults(store).switch(Switched(7, [Fault(name="notify_lost", times=3)]))
    Faults(store).strikes("notify_lost")
    store.close()
    assert Faults(Store(tmp_path / "simulator.db")).switched() == Switched(7, [Fault(name="notify_lost", times=2)])


def test_there_are_no_other_faults(store: Store) -> None:
    with pytest.raises(UnknownFault):
        Faults(store).switch(Switched(0, ["boredom"]))
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("fault", "code", "effect"),
    [
        ("timeout_with_effect", "10000", True),
        ("timeout_without_effect", "20000", False),
        ("error_20000_with_effect", "20000", True),
        ("error_20000_without_effect", "20000", False),
        ("system_error_with_effect", "40004", True),
        ("system_error_without_effect", "40004", False),
        ("unsigned_answer", "10000", True),
        ("tampered_answer", "10000", True),
        ("other_key", "10000", True),
    ],
)
async def test_a_faulty_answer_and_what_was_done(shop: Shop, fault: str, code: str, effect: bool) -> None:
    number = await shop.paid()
    await shop.switch({"name": fault, "seconds": 0.2})
    before = clock.stopwatch()
    answer = json.loads(
        await shop.raw(
            "alipay.trade.refund", {"out_trade_no": number, "refund_amount": "20.00", "out_request_no": "r1"}
        )
    )
    assert clock.stopwatch() - before >= 0.2 or not fault.startswith("timeout")
    assert answer["alipay_trade_refund_response"]["code"] == code
    assert ("sign" in answer) == (fault != "unsigned_answer")
    asked = await shop.call("fastpay.refund.query", {"out_trade_no": number, "out_request_no": "r1"})
    assert (asked.get("refund_status") == "REFUND_SUCCESS") == effect


async def test_an_answer_that_comes_late_takes_no_other_fault_with_it(shop: Shop) -> None:
    number = await shop.paid()
    await shop.switch({"name": "timeout_with_effect", "seconds": 0.01}, {"name": "unsigned_answer"})
    asked = ("alipay.trade.query", {"out_trade_no": number})
    assert ["sign" in json.loads(await shop.raw(*asked)) for _ in range(3)] == [True, False, True]


@pytest.mark.parametrize(
    ("fault", "at_once", "later"),
    [("refund_unconfirmed", True, True), ("refund_delayed", False, True), ("refund_lost", False, False)],
)
async def test_a_refund_that_is_only_accepted(shop: Shop, fault: str, at_once: bool, later: bool) -> None:
    number = await shop.paid()
    await shop.switch({"name": fault})
    accepted = await shop.refund(number, "20.00", "r1")
    assert (accepted["code"], accepted["fund_change"]) == ("10000", "N")

    async def done() -> bool:
        asked = await shop.call("fastpay.refund.query", {"out_trade_no": number, "out_request_no": "r1"})
        balance: int = (await shop.http.get("/admin/book")).json()["balance_fen"]
        assert ("refund_status" in asked) == (balance == 0)
        return "refund_status" in asked

    assert await done() == at_once
    await shop.advance(minutes=30)
    assert await done() == later
    await shop.refund(number, "20.00", "r1")
    assert await done()
