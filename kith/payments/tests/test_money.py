"""Whatever happens in whatever order, as often as it likes: money moves once, and none is lost."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import ledger, payments
from kith.kit.sql import Tx
from kith.payments.charge import AttemptId, ChargeId
from kith.payments.notification import NotificationForged
from kith.payments.tests.desk import FEN, SHOP, Desk, OneConnection
from kith.payments.tests.scripted import Fault

STEPS = st.sampled_from(
    [
        *(("begin", way) for way in ("page", "qr")),
        *(("pay", how) for how in ("right", "wrong")),
        *(("notify", what) for what in ("paid", "closed", "waiting", "refunded", "forged")),
        *(("do", what) for what in ("read", "again", "tend", "settle", "close", "cancel", "refund", "sweep", "wait")),
        *(("begin_fails", fault) for fault in ("lost", "lost_after")),
        *(("query_fails", fault) for fault in ("lost", "lost_after")),
        *(("refund_fails", fault) for fault in ("lost", "lost_after", "declined_again", "pending")),
    ]
)


@dataclass
class World:
    """One charge, the attempts on it, and what the network did to each message."""

    desk: Desk
    charge_id: ChargeId
    attempts: list[AttemptId] = field(default_factory=list[AttemptId])
    sent: list[bytes] = field(default_factory=list[bytes])

    async def step(self, kind: str, what: str, pick: int) -> None:
        gateway = self.desk.gateway
        attempt_id = self.attempts[pick % len(self.attempts)] if self.attempts else None
        trade = gateway.trades.get(attempt_id.hex) if attempt_id else None
        if kind == "begin":
            await self._begin(what, pick)
        elif kind.endswith("_fails"):
            gateway.faults[kind.removesuffix("_fails")].append(_fault(what))
        elif kind == "pay" and attempt_id and trade and trade.state == "waiting":
            gateway.pay(attempt_id.hex, FEN if what == "right" else FEN // 2 + pick)
        elif kind == "notify" and attempt_id and trade:
            await self._notify(what, attempt_id, pick)
        elif kind == "do":
            await self._do(what, attempt_id, pick)

    async def _begin(self, way: str, pick: int) -> None:
        refusals = (payments.ChargePaid, payments.ChargeOver, payments.AttemptOver, payments.AttemptDiffers)
        again = self.attempts[pick % len(self.attempts)] if self.attempts and pick % 3 == 0 else None
        try:
            attempt_id = await self.desk.begin(self.charge_id, again, "page" if way == "page" else "qr")
        except refusals:
            return
        if again is None:
            self.attempts.append(attempt_id)

    async def _notify(self, what: str, attempt_id: AttemptId, pick: int) -> None:
        """Only what is true is signed, but an old truth may come late and twice."""
        gateway = self.desk.gateway
        trade = gateway.trades[attempt_id.hex]
        truths = {"paid": trade.state == "paid", "closed": trade.state == "closed", "waiting": True}
        if what == "forged":
            self.sent.append(gateway.note(attempt_id.hex, "paid")[1:])
        elif what == "refunded" and trade.refunds:
            number = sorted(trade.refunds)[pick % len(trade.refunds)]
            self.sent.append(gateway.note(attempt_id.hex, "refunded", refund_number=number, note_id=str(pick)))
        elif truths.get(what):
            self.sent.append(gateway.note(attempt_id.hex, what, note_id=str(pick)))
        if self.sent:
            await self._send(pick)

    async def _send(self, pick: int) -> None:
        with suppress(NotificationForged):
            await self.desk.receive(self.sent[pick % len(self.sent)])

    async def _do(self, what: str, attempt_id: AttemptId | None, pick: int) -> None:
        desk = self.desk
        if what == "again" and self.sent:
            await self._send(pick)
        elif what == "refund":
            with suppress(payments.ChargeNotPaid, payments.RefundTooMuch):
                await desk.refund(self.charge_id, 1 + pick * 7_000)
        elif what in ("tend", "settle") and attempt_id:
            await self._do_one(what, attempt_id)
        elif what == "wait":
            desk.later(seconds=pick * 90)
            await desk.sweep()
        elif what in ("read", "close", "cancel", "sweep"):
            plain = {"read": desk.read_inbox, "sweep": desk.sweep}
            of_charge = {"close": desk.close, "cancel": desk.cancel}
            await (plain[what]() if what in plain else of_charge[what](self.charge_id))

    async def _do_one(self, what: str, attempt_id: AttemptId) -> None:
        trade = self.desk.gateway.trades.get(attempt_id.hex)
        if what == "tend":
            await self.desk.tend(self.charge_id, attempt_id)
        elif trade and trade.state == "paid":
            await self.desk.settle(self.charge_id, attempt_id, trade.fen)

    async def check(self) -> None:
        """Nothing is captured that the gateway does not have; the account has what is neither back nor gone."""
        desk, trades = self.desk, self.desk.gateway.trades
        net, held = await desk.balance(self.charge_id)
        attempts = [await desk.attempt(self.charge_id, attempt_id) for attempt_id in self.attempts]
        refunds = await desk.refunds(self.charge_id)
        captured = sum(attempt.paid_fen or 0 for attempt in attempts)
        refunded = sum(refund.fen for refund in refunds if refund.state == "refunded")
        moved = await self._moved()
        assert captured - refunded - moved == net
        assert held == sum(refund.fen for refund in refunds if refund.state != "refunded")
        for attempt in attempts:
            if attempt.state == "paid":
                assert attempt.paid_fen == trades[attempt.number].fen
                assert trades[attempt.number].state == "paid"
        for refund in refunds:
            if refund.state == "refunded":
                assert trades[refund.attempt_id.hex].refunds[refund.number] == refund.fen
        accepted = [attempt for attempt in attempts if attempt.state == "paid" and attempt.flaw is None]
        assert len(accepted) == (1 if (await desk.state(self.charge_id)).state == "paid" else 0)
        assert len(desk.told) <= 1

    async def settle_down(self) -> None:
        """When the network is well again, the sweep alone brings everything to its end."""
        self.desk.gateway.faults.clear()
        for _ in range(6):
            self.desk.later(hours=6)
            await self.desk.sweep()
        await self.check()
        attempts = [await self.desk.attempt(self.charge_id, attempt_id) for attempt_id in self.attempts]
        assert {attempt.state for attempt in attempts} <= {"paid", "closed"}
        assert {refund.state for refund in await self.desk.refunds(self.charge_id)} <= {"refunded"}
        book = await self.desk.gateway.book()
        clearing = payments.clearing_account("scripted")
        async with self.desk.db.transaction() as tx:
            balances = await ledger.balances(tx, [clearing])
            assert await ledger.audit(tx) == []
        assert book
        assert book.balance_fen == -(balances[clearing].net if balances else 0)

    async def _moved(self) -> int:
        async with self.desk.db.transaction() as tx:
            balances = await ledger.balances(tx, [SHOP])
        return balances[SHOP].net if balances else 0


@pytest.mark.parametrize("purpose", ["keep", "move", "refuse"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 5)), max_size=25))
def test_money_moves_once_in_any_order(shared_url: str, purpose: str, steps: list[tuple[tuple[str, str], int]]) -> None:
    asyncio.run(_play(shared_url, purpose, steps))


async def _play(url: str, purpose: str, steps: list[tuple[tuple[str, str], int]]) -> None:
    connection = await Tx.connect(url, autocommit=True)
    async with connection, connection.transaction(force_rollback=True):
        desk = Desk(OneConnection(connection), datetime(2026, 3, 1, 4, tzinfo=UTC))
        desk.policy = payments.Policy(sweep_width=1)
        world = World(desk, await desk.charge(purpose))
        for (kind, what), pick in [(("begin", "qr"), 1), *steps]:
            await world.step(kind, what, pick)
            await world.check()
        await world.settle_down()


def _fault(name: str) -> Fault:
    faults: dict[str, Fault] = {
        "lost": "lost",
        "lost_after": "lost_after",
        "declined_again": "declined_again",
        "pending": "pending",
    }
    return faults[name]
