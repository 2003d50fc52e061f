"""How fast the ledger posts: transfers a second in batches of 1, 100 and 1000, spread and on one hot account.

The peer is the plain case in the same run: one transfer a transaction, on 8 connections. Batches go on 2 connections,
as two lanes send them. Everything runs on a durable embedded PostgreSQL of its own; transfers are made before the clock
starts. The cases take turns, and each figure is the median of several rounds, a ratio that of the ratios inside each
round, so that a machine that is busy for a while hurts both sides alike.
"""

import asyncio
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from kith import ledger
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.ledger import NewAccount, Result, Transfer
from kith.main.migrate import migrate
from kith.main.postgres import Embedded

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
ACCOUNTS = 10_000
TARGETS = {"batch100_spread": 12.0, "batch100_hot": 8.0}


class Case(NamedTuple):
    """Batches of one size, over all accounts (`spread`) or all from one (`hot`)."""

    size: int
    where: str

    @property
    def connections(self) -> int:
        """The plain case may use eight; a lane has one batch under way, and there are two."""
        return 8 if self.size == 1 else 2


CASES = [Case(size, where) for where in ("spread", "hot") for size in (1, 100, 1000)]


Rounds = dict[Case, list[float]]


async def measure(length: Length) -> Rounds:
    """Transfers a second in each case, round by round."""
    rounds, seconds = {Length.FULL: (9, 2.0), Length.QUICK: (3, 0.7), Length.TASTE: (1, 0.05)}[length]
    home = Path(tempfile.mkdtemp(prefix="kith-bench-"))
    server = Embedded(home)
    try:
        server.start()
        await migrate(server.url("bench"))
        async with Database(server.url("bench"), size=8) as db:
            accounts = await _open_accounts(db)
            rates: Rounds = {case: [] for case in CASES}
            for _ in range(rounds + 1):
                for case in CASES:
                    rates[case].append(await _rate(db, case, accounts, seconds))
            # The first round warms connections, plans and pages.
            return {case: measured[1:] for case, measured in rates.items()}
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


async def _open_accounts(db: Database) -> list[UUID]:
    accounts = [ids.new(NOW) for _ in range(ACCOUNTS)]
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, [NewAccount(one, "bench", one, "none") for one in accounts], NOW)
    return accounts


async def _rate(db: Database, case: Case, accounts: list[UUID], seconds: float) -> float:
    # Enough for a fast machine; what is left over is thrown away, and if nothing is left, the round was shorter.
    expected = int(seconds * (3_000 if case.size == 1 else 30_000))
    batches = _batches(case, accounts, max(expected // case.size, 1))
    started = clock.stopwatch()
    stop = started + seconds
    done = 0

    async def work() -> None:
        nonlocal done
        for batch in batches:
            async with db.transaction() as tx:
                results = await ledger.post_transfers(tx, batch, NOW)
            assert set(results) == {Result.CREATED}
            done += len(batch)
            if clock.stopwatch() > stop:
                return

    await asyncio.gather(*(work() for _ in range(case.connections)))
    return done / (clock.stopwatch() - started)


def _batches(case: Case, accounts: list[UUID], count: int) -> Iterator[list[Transfer]]:
    made: list[list[Transfer]] = []
    others = accounts[1:]
    for _ in range(count):
        batch: list[Transfer] = []
        for _ in range(case.size):
            debit, credit = random.sample(others, 2)
            debit = accounts[0] if case.where == "hot" else debit
            batch.append(Transfer(id=ids.new(NOW), debit=debit, credit=credit, fen=100, reason="bench"))
        made.append(batch)
    return iter(made)


def ratio(rates: Rounds, case: Case) -> float:
    """How many times the plain case of the same round."""
    plain = rates[Case(1, case.where)]
    return statistics.median(rate / one for rate, one in zip(rates[case], plain, strict=True))


def report(rates: Rounds) -> Report:
    """Ratios against the plain case, and rates."""
    ratios = {f"batch{case.size}_{case.where}": round(ratio(rates, case), 1) for case in rates if case.size > 1}
    absolute = {f"batch{case.size}_{case.where}_per_s": round(statistics.median(rates[case])) for case in rates}
    return Report(ratios, absolute, TARGETS)


def show(rates: Rounds) -> None:
    """A table for people, on stderr, so that the JSON stands alone."""
    table = Table("accounts", "batch", "connections", "transfers/s", "against batch 1", "target", title="Ledger")
    for case, measured in rates.items():
        target = TARGETS.get(f"batch{case.size}_{case.where}")
        cells = [case.where, f"{case.size:,}", str(case.connections), f"{statistics.median(measured):,.0f}"]
        table.add_row(*cells, f"{ratio(rates, case):.1f} ×", f"≥ {target:.0f} ×" if target else "")
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("ledger", __doc__, measure, show, report))
