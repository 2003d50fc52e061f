"""Whatever the gateway says, or does not say, of what is sent out, and whatever owner and operator do meanwhile: at all
moments the wallet has what a few sums say, and in the end what the gateway's own book leaves it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith import ledger, payments, wallet
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.payments.tests.desk import OneConnection
from kith.payments.tests.scripted import Fault
from kith.wallet.tests.household import Household
from kith.wallet.withdrawal import Withdrawal
from tests.cast import ANN

START = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
WATCHED = timedelta(days=14)
WAITS: Mapping[str, dict[str, float]] = {"moment": {"minutes": 2}, "hours": {"hours": 7}, "day": {"days": 1}}
WORDS = {"paid": ("dealing", "confirm"), "failed": ("dealing", "confirm"), "returned": ("paid",)}
"""What the gateway may come to say, and of which transfers."""
ENDS = {None: "failed", "failed": "failed", "paid": "paid", "returned": "returned"}

STEPS = st.one_of(
    st.tuples(st.sampled_from(("give", "withdraw", "withdraw", "spend", "refund", "again")), st.integers(1, 4_000)),
    st.tuples(st.just("fault"), st.sampled_from(get_args(Fault))),
    st.tuples(st.just("silence"), st.integers(1, 3)),
    st.tuples(st.just("word"), st.sampled_from(tuple(WORDS))),
    st.tuples(st.just("wait"), st.sampled_from(tuple(WAITS))),
    st.tuples(st.sampled_from(("freeze", "thaw")), st.none()),
)


class Life:
    """What happens to Ann's wallet, and the sums that she would do herself."""

    def __init__(self, home: Household) -> None:
        self.home = home
        self.came = 0
        self.frozen = False
        self.spent: list[tuple[payments.ChargeId, int]] = []
        self.wanted: dict[payments.PayoutId, int] = {}

    async def step(self, kind: str, what: object) -> None:
        home = self.home
        home.later(seconds=1)
        if kind == "give":
            await home.give(int(str(what)))
            self.came += int(str(what))
        elif kind == "fault":
            home.gateway.faults["pay_out"].append(str(what))  # pyright: ignore[reportArgumentType] one of them
        elif kind == "silence":
            home.gateway.faults["query_payout"] += ["lost"] * int(str(what))
        elif kind == "wait":
            await home.sweep(**WAITS[str(what)])
        elif kind in ("freeze", "thaw"):
            self.frozen = kind == "freeze"
            await (home.freeze() if self.frozen else home.unfreeze())
        elif kind == "word":
            self.say(str(what))
        else:
            await self._move(kind, int(str(what)))

    def say(self, word: str) -> None:
        """The gateway comes to a conclusion about the first transfer that this can be said of."""
        for sent in self.home.gateway.payouts.values():
            if sent.state in WORDS[word]:
                sent.state = word  # pyright: ignore[reportAttributeAccessIssue] one of them
                return

    async def check(self) -> list[Withdrawal]:
        """What is in the wallet, what is on its way, and that nothing is said of money which the gateway denies."""
        listed, seen = await self.home.withdrawals(), await self.home.seen()
        assert {each.withdrawal_id: each.fen for each in listed} == self.wanted
        under_way = sum(each.fen for each in listed if each.state in ("wanted", "under_way"))
        gone = sum(each.fen for each in listed if each.state == "paid")
        assert seen.held_fen == under_way
        assert seen.balance_fen == self.came - sum(fen for _, fen in self.spent) - under_way - gone
        for each in listed:
            truth = self._truth(each)
            assert (
                each.state in ("wanted", "under_way")
                or each.state == ENDS[truth]
                or (each.state, truth)
                == (
                    "paid",
                    "returned",
                )
            )
        return listed

    async def end(self) -> None:
        """The gateway says its last word about all of it, and is heard."""
        self.home.gateway.faults.clear()
        for place in range(len(self.home.gateway.payouts)):
            self.say(("paid", "failed")[place % 2])
        for _ in range(8):
            await self.home.sweep(hours=7)
        for each in await self.check():
            if each.state != ENDS[self._truth(each)]:
                assert each.paid_at is not None
                assert self.home.now - each.paid_at > WATCHED
        async with self.home.db.transaction() as tx:
            assert await ledger.audit(tx) == []

    def _truth(self, each: Withdrawal) -> str | None:
        sent = self.home.gateway.payouts.get(ids.derived(ANN, each.withdrawal_id.hex).hex)
        return sent.state if sent else None

    async def _move(self, kind: str, fen: int) -> None:
        free = (await self.home.seen()).balance_fen
        if kind == "refund":
            if self.spent:
                charge_id, fen = self.spent.pop(fen % len(self.spent))
                await self.home.refund(charge_id, fen)
            return
        if kind == "again":
            for withdrawal_id, before in [*self.wanted.items()][:1]:
                await self.home.withdraw(before, withdrawal_id)
            return
        least = self.home.policy.smallest_withdrawal_fen if kind == "withdraw" else 1
        if self.frozen or fen > free or fen < least:
            with pytest.raises(Refusal):
                await self._send(kind, fen)
        else:
            await self._send(kind, fen)

    async def _send(self, kind: str, fen: int) -> None:
        async with self.home.db.transaction():
            if kind == "spend":
                self.spent.append((await self.home.spend(fen), fen))
            else:
                withdrawal_id = payments.PayoutId(ids.new(self.home.now))
                await self.home.withdraw(fen, withdrawal_id)
                self.wanted[withdrawal_id] = fen


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=8, max_size=24))
async def test_what_is_sent_out_is_sent_once_or_there_again(shared: Tx, steps: list[tuple[str, object]]) -> None:
    async with shared.transaction(force_rollback=True):
        home = Household(OneConnection(shared), START, policy=wallet.Policy(daily_fen=10_000_000))
        await home.build()
        await home.verify(3)
        await home.set_payee()
        life = Life(home)
        await life.step("give", 4_000)
        for kind, what in steps:
            await life.step(kind, what)
            await life.check()
        await life.end()
