"""The whole way with the real client of Alipay and the simulator on the other end of the line."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any, cast

import pytest

from kith.kit import clock
from kith.kit.sql import Database
from kith.payments.bill_day import begins_at, day_of
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.gateway import Begun, Unknown
from kith.payments.gateways.alipay import Alipay
from kith.payments.gateways.tests.conftest import mailbox, simulator
from kith.payments.gateways.tests.played import Buyer, Mailbox, Simulator
from kith.payments.holdings import holdings
from kith.payments.list_bill_days import list_bill_days
from kith.payments.list_breaks import list_breaks
from kith.payments.notification import NotificationForged
from kith.payments.sweep_bills import sweep_bills
from kith.payments.tests.desk import FEN, Desk

__all__ = ["mailbox", "simulator"]
"""Fixtures of the gateways' tests."""


class Counter(Desk):
    """A desk whose gateway is Alipay, and whose notifications come by HTTP."""

    mailbox: Mailbox
    simulator: Simulator
    forged = 0

    async def buyer_pays(self, charge_id: ChargeId, attempt_id: AttemptId) -> None:
        attempt = await self.attempt(charge_id, attempt_id)
        assert attempt.checkout
        begun = (
            Begun(attempt.number, order_string=attempt.checkout)
            if attempt.way == "app"
            else Begun(attempt.number, url=attempt.checkout)
        )
        assert Buyer(f"{self.simulator.url}/gateway.do").pay(begun)

    async def notifications_arrive(self) -> None:
        """What the simulator sends until nothing is due, through our inbox."""
        self.simulator.settle()
        while self.mailbox.bodies:
            try:
                assert await self.take(self.mailbox.bodies.pop(0)) == b"success"
            except NotificationForged:
                self.forged += 1

    async def sweep_bills(self) -> None:
        await sweep_bills(self.db, self.gateways, self.policy, now=self.now)

    async def time_goes_on(self, **span: float) -> None:
        self.simulator.advance(timedelta(**span))
        self.now = clock.now()
        await self.sweep()


class Moody:
    """Alipay as it is asked by somebody who is hasty only while a silence is switched on."""

    def __init__(self, simulator: Simulator, patient: Alipay, hasty: Alipay) -> None:
        self._simulator = simulator
        self._patient = patient
        self._hasty = hasty

    def __getattr__(self, name: str) -> object:
        faults = self._simulator.http.get("/admin/faults").json()["faults"]
        return getattr(self._hasty if any("timeout" in fault["name"] for fault in faults) else self._patient, name)


@pytest.fixture
async def counter(db: Database, simulator: Simulator, mailbox: Mailbox) -> AsyncGenerator[Counter]:
    simulator.switch()
    alipay, hasty = Alipay(simulator.account(), seconds=30), Alipay(simulator.account(), seconds=0.6)
    mailbox.gateway = alipay
    counter = Counter(
        db, clock.now(), cast(Any, Moody(simulator, alipay, hasty)), site=mailbox.url.partition("/notifications")[0]
    )
    counter.mailbox, counter.simulator = mailbox, simulator
    yield counter
    await alipay.disconnect()
    await hasty.disconnect()


@pytest.mark.parametrize("way", ["page", "wap", "qr", "app"])
async def test_pay_be_notified_and_get_it_back_in_parts(counter: Counter, way: Any) -> None:
    charge_id = await counter.charge()
    attempt_id = await counter.begin(charge_id, way=way)
    await counter.buyer_pays(charge_id, attempt_id)
    await counter.notifications_arrive()
    assert (await counter.state(charge_id)).state == "paid"
    for fen in (12_000, FEN - 12_000):
        await counter.tend_refund(charge_id, await counter.refund(charge_id, fen))
        await counter.time_goes_on(minutes=1)
    await counter.notifications_arrive()
    assert [refund.state for refund in await counter.refunds(charge_id)] == ["refunded", "refunded"]
    assert {state for state, _ in await counter.inbox()} == {"settled"}
    assert await counter.balance(charge_id) == (0, 0)
    assert counter.told == [charge_id]
    assert await ours(counter) == []


@pytest.mark.parametrize(
    "fault", ["timeout_with_effect", "timeout_without_effect", "refund_unconfirmed", "refund_delayed", "refund_lost"]
)
async def test_a_refund_without_a_clear_answer_happens_once(counter: Counter, fault: str) -> None:
    charge_id = await counter.charge()
    attempt_id = await counter.begin(charge_id)
    await counter.buyer_pays(charge_id, attempt_id)
    await counter.notifications_arrive()
    refund_id = await counter.refund(charge_id, FEN)
    counter.simulator.switch({"name": fault, "seconds": 1.2})
    await counter.tend_refund(charge_id, refund_id)
    assert [refund.state for refund in await counter.refunds(charge_id)] == ["unknown"]
    assert await counter.balance(charge_id) == (FEN, FEN)
    for _ in range(8):
        await counter.time_goes_on(minutes=20)
    assert [refund.state for refund in await counter.refunds(charge_id)] == ["refunded"]
    assert await counter.balance(charge_id) == (0, 0)
    assert await ours(counter) == []


async def test_a_lost_begin_is_repeated_and_a_duplicate_and_a_forged_notification_change_nothing(
    counter: Counter,
) -> None:
    charge_id = await counter.charge()
    counter.simulator.switch({"name": "timeout_with_effect", "seconds": 1.2})
    attempt_id = await counter.begin(charge_id)
    assert (await counter.attempt(charge_id, attempt_id)).state == "unknown"
    await counter.begin(charge_id, attempt_id)
    counter.simulator.switch({"name": "notify_duplicate"}, {"name": "notify_forged"})
    await counter.buyer_pays(charge_id, attempt_id)
    for _ in range(3):
        await counter.time_goes_on(minutes=5)
        await counter.notifications_arrive()
    assert await counter.balance(charge_id) == (FEN, 0)
    assert counter.told == [charge_id]
    assert counter.forged > 0
    assert {state for state, _ in await counter.inbox()} == {"settled"}
    assert await ours(counter) == []


@pytest.mark.parametrize("begun", ["timeout_with_effect", "timeout_without_effect"])
@pytest.mark.parametrize("cancelled", ["timeout_with_effect", "timeout_without_effect", None])
async def test_a_code_of_which_nobody_heard_is_cancelled(counter: Counter, begun: str, cancelled: str | None) -> None:
    charge_id = await counter.charge()
    counter.simulator.switch({"name": begun, "seconds": 1.2})
    attempt_id = await counter.begin(charge_id)
    await counter.cancel(charge_id)
    if cancelled is not None:
        counter.simulator.switch({"name": cancelled, "method": "alipay.trade.cancel", "seconds": 1.2})
    for _ in range(3):
        await counter.time_goes_on(minutes=3)
    made = begun == "timeout_with_effect"
    # What never arrived may still be on its way, until its time is over.
    assert (await counter.attempt(charge_id, attempt_id)).state == ("closed" if made else "unknown")
    await counter.time_goes_on(minutes=30)
    assert (await counter.attempt(charge_id, attempt_id)).state == "closed"
    assert await ours(counter) == []


async def test_a_buyer_between_the_question_and_the_cancel_gets_the_money_back_and_an_operator_hears(
    counter: Counter,
) -> None:
    charge_id = await counter.charge()
    attempt_id = await counter.begin(charge_id)
    simulator, number = counter.simulator, attempt_id.hex

    class Between(Alipay):
        async def query(self, number: str, known: str | None = None) -> Any:
            before = await super().query(number)
            assert simulator.http.post(f"/admin/cashier/{number}/payment").status_code == 200
            return before

    between = Between(simulator.account())
    assert await between.cancel(number) == Unknown(number, "undone")
    await between.disconnect()
    await counter.cancel(charge_id)
    for _ in range(4):
        await counter.time_goes_on(minutes=10)
    [refund] = await counter.refunds(charge_id)
    assert (refund.state, refund.code, refund.reason) == ("refused", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "late")
    assert await counter.balance(charge_id) == (FEN, FEN)


async def test_late_and_second_payments_go_back(counter: Counter) -> None:
    charge_id = await counter.charge()
    both = [await counter.begin(charge_id), await counter.begin(charge_id, way="page")]
    for attempt_id in both:
        await counter.buyer_pays(charge_id, attempt_id)
    late = await counter.charge()
    attempt_id = await counter.begin(late)
    await counter.cancel(late)
    await counter.buyer_pays(late, attempt_id)
    for _ in range(4):
        await counter.time_goes_on(minutes=10)
    assert [(refund.state, refund.reason) for refund in await counter.refunds(charge_id)] == [("refunded", "second")]
    assert [(refund.state, refund.reason) for refund in await counter.refunds(late)] == [("refunded", "late")]
    assert await counter.balance(charge_id) == (FEN, 0)
    assert await counter.balance(late) == (0, 0)
    assert await ours(counter) == []


async def test_every_difference_in_alipays_own_bill_is_found(counter: Counter) -> None:
    """The other tests' trades stand on other days."""
    midnight = begins_at(day_of(counter.now) + timedelta(days=1))
    await counter.time_goes_on(seconds=(midnight - counter.now).total_seconds() + 1)
    day, numbers = day_of(counter.now), list[str]()
    for _ in range(5):
        charge_id = await counter.charge()
        attempt_id = await counter.begin(charge_id)
        numbers.append(attempt_id.hex)
        await counter.buyer_pays(charge_id, attempt_id)
    await counter.notifications_arrive()
    await counter.tend_refund(charge_id, await counter.refund(charge_id, 20))
    names = ("bill_line_missing", "bill_amount", "bill_line_twice", "bill_line_late")
    counter.simulator.switch(
        *({"name": name, "number": number, "times": None} for name, number in zip(names, numbers, strict=False)),
        {"name": "bill_line_strange", "number": day.isoformat(), "times": None},
        {"name": "bill_fee", "number": day.isoformat(), "times": None},
        {"name": "bill_not_ready"},
        {"name": "bill_cut_off"},
    )
    await counter.time_goes_on(seconds=(begins_at(day + timedelta(days=1)) - counter.now).total_seconds() - 2)
    await counter.tend_refund(charge_id, await counter.refund(charge_id, FEN - 20))
    seen: list[str] = []
    for hours in (10, 1, 1, 24):
        await counter.time_goes_on(hours=hours)
        await counter.sweep_bills()
        async with counter.db.transaction() as tx:
            seen += [row.state for row in (await list_bill_days(tx, day=day, after=None, limit=1)).items]
    assert seen == ["awaited", "unreadable", "reconciled", "reconciled"]
    async with counter.db.transaction() as tx:
        found = (await list_breaks(tx, closed=True, after=None, limit=9)).items
        [holding] = await holdings(tx, ["alipay"])
    kinds = {row.number: (row.kind, row.state) for row in found if row.item == "payment"}
    expected = dict(zip(numbers, ("missing_there", "amount", "duplicate", "late"), strict=False))
    assert {number: kinds.get(number, ("", ""))[0] for number in expected} == expected
    assert kinds[numbers[3]] == ("late", "closed")
    assert [kind for number, kind in kinds.items() if number not in numbers] == [("missing_here", "open")]
    assert len(found) == len(kinds)
    assert (holding.clearing, holding.costs) == (FEN - 1, 5 * FEN // 100)
    assert not [each for each in await ours(counter) if "gateway_book" not in each]


async def ours(counter: Counter) -> list[str]:
    """Findings about what this test did: the simulator's book has the other tests of this module, too."""
    async with counter.db.transaction() as tx:
        found = await tx.execute("SELECT attempt_id FROM attempt UNION ALL SELECT refund_id FROM refund")
        numbers = {row[0].hex for row in await found.fetchall()}
    findings = await counter.findings()
    return [
        f"{finding.check} {finding.subject} {finding.detail}"
        for finding in findings
        if finding.subject in numbers or not finding.check.startswith("gateway_book")
    ]
