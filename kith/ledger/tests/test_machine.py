"""The ledger against a model: whatever is sent, in batches or singly, both answer and stand the same."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, TypeVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import replace

from kith import ledger
from kith.kit.sql import Tx
from kith.ledger import Kind, Transfer
from kith.ledger.tests.model import Model
from kith.ledger.tests.world import ACCOUNTS, ASSET, CLAIM, LIABILITY, LOCKED, NEVER, PURSE, SHUT, figures, number

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
CLOSED_LATER = (ASSET, PURSE)

Value = TypeVar("Value")

SIDES = [ASSET, LIABILITY, PURSE, CLAIM] * 12 + [SHUT, NEVER, number(0), None]
KINDS: list[Kind] = ["posted", "posted", "pending", "pending", "pending", "post", "post", "post", "void", "void"]


def anything(seed: int, holds: Sequence[UUID], made: Sequence[Transfer]) -> Transfer:
    """Mostly what can be done, in each of its fields sometimes what cannot; now and then what was sent before."""
    rng = random.Random(seed)

    def seldom(usual: Value, *others: Value) -> Value:
        return rng.choice(others) if rng.random() < 0.04 else usual

    if made and rng.random() < 0.1:
        again = rng.choice(made)
        return replace(again, linked=rng.random() < 0.2, fen=seldom(again.fen, 3, None), reason=seldom("gift", "other"))
    kind = rng.choice(KINDS if holds else KINDS[:5])
    ends = kind in ("post", "void")
    named = not ends or rng.random() < 0.1
    debit, credit = rng.sample(SIDES, 2) if named else (None, None)
    return Transfer(
        id=seldom(number(rng.randrange(100, 10_000)), number(0), number(rng.randrange(100, 110))),
        kind=kind,
        debit=debit,
        credit=credit,
        fen=seldom(None if ends and rng.random() < 0.6 else rng.randint(1, 40), 0, -1, None, 10_000),
        timeout=seldom(rng.choice([0, 1, 10, 30]) if kind == "pending" else 0, 3, -1),
        pending_id=seldom(rng.choice(holds) if ends else None, number(101), None, *[one.id for one in made]),
        linked=rng.random() < 0.15,
        reason=seldom("gift", "other", ""),
    )


def fresh(seed: int, made: Sequence[Transfer]) -> Transfer:
    """Nearly always what can be done, as long as the restricted accounts last; seldom an id that is taken."""
    rng = random.Random(seed)
    debit, credit = rng.sample([ASSET, LIABILITY] * 16 + [PURSE, CLAIM], 2)
    while debit == credit:
        debit, credit = credit, rng.choice([ASSET, LIABILITY])
    taken = [one.id for one in made if rng.random() < 0.005]
    kind: Kind = rng.choice(["posted", "pending"])
    return Transfer(
        id=taken[0] if taken else number(rng.randrange(10_000, 1 << 40)),
        kind=kind,
        debit=debit,
        credit=SHUT if rng.random() < 0.005 else credit,
        fen=rng.randint(1, 40),
        timeout=rng.choice([0, 10]) if kind == "pending" else 0,
        linked=rng.random() < 0.05,
        reason="gift",
    )


class LedgerMachine(RuleBasedStateMachine):
    """One transaction, rolled back at the end; every batch is tried whole, taken back, and sent again in singles."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.now = START
        self.runner = asyncio.Runner()
        self.tx: Tx = self.runner.run(Tx.connect(self.url, autocommit=True))
        self.tx.begin()
        self.runner.run(ledger.open_accounts(self.tx, ACCOUNTS, self.now))
        self.model.open(ACCOUNTS)
        for account_id in (SHUT, LOCKED):
            self.close(account_id)

    @rule(seeds=st.lists(st.integers(0, 1 << 32), min_size=3, max_size=24))
    def send(self, seeds: list[int]) -> None:
        batch: list[Transfer] = []
        for seed in seeds:
            holds = self.model.open_holds()[-4:] + [one.id for one in batch if one.kind == "pending" and one.id.int]
            made = list(self.model.made.values())[-6:] + batch[-3:]
            batch.append(anything(seed, holds, made))
        self.runner.run(self._send(batch))

    @rule(seeds=st.lists(st.integers(0, 1 << 32), min_size=10, max_size=24, unique=True))
    def send_fresh(self, seeds: list[int]) -> None:
        made = list(self.model.made.values())[-6:]
        self.runner.run(self._send([fresh(seed, made) for seed in seeds]))

    async def _send(self, batch: Sequence[Transfer]) -> None:
        async with self.tx.transaction(force_rollback=True):
            together = await ledger.post_transfers(self.tx, batch, self.now)
            after_together = await figures(self.tx)
        singly = [result for part in parts(batch) for result in await ledger.post_transfers(self.tx, part, self.now)]
        expected = self.model.send(batch, self.now)
        assert [result.value for result in together] == expected
        assert [result.value for result in singly] == expected
        assert after_together == await figures(self.tx)

    @rule(seconds=st.integers(0, 15))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def expire(self) -> None:
        assert self.runner.run(ledger.expire_pending(self.tx, self.now, 1000)) == self.model.expire(self.now)

    @rule(account_id=st.sampled_from(CLOSED_LATER), rarely=st.integers(0, 20))
    def sometimes_close(self, account_id: UUID, rarely: int) -> None:
        if rarely == 0:
            self.close(account_id)

    def close(self, account_id: UUID) -> None:
        closed = self.runner.run(ledger.close_account(self.tx, account_id, self.now))
        assert closed == (account_id not in self.model.closed)
        self.model.closed.add(account_id)

    @invariant()
    def balances_agree(self) -> None:
        assert {key: list(value) for key, value in self.runner.run(figures(self.tx)).items()} == self.model.figures

    def teardown(self) -> None:
        assert self.runner.run(ledger.audit(self.tx)) == []
        self.runner.run(self.tx.undo())
        self.runner.run(self.tx.close())
        self.runner.close()


def parts(batch: Sequence[Transfer]) -> list[list[Transfer]]:
    """The smallest batches that mean the same: each chain, each single."""
    found: list[list[Transfer]] = [[]]
    for asked in batch:
        found[-1].append(asked)
        if not asked.linked:
            found.append([])
    return [part for part in found if part]


def test_the_ledger_agrees_with_its_model(shared_url: str) -> None:
    LedgerMachine.url = shared_url
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=100, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
