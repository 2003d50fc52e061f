"""How many gifts a second: given, paid and accepted over HTTP, against as many bare statements in the same run.

A flow is four requests to a real server process over a durable PostgreSQL: give, begin the payment, the gateway's
word of it, accept; and the job that takes the money in and offers the gift. Included is all that Kith does for it,
making and checking signatures too. What the gateway does is not: its word is signed before the clock starts.

The statements of a flow are counted in PostgreSQL's own log. The floor plays as many bare ones, reads of a row by its
key and inserts of a row, in as many transactions, prepared, with as many clients. The two take turns.

Then the past is filled: one gift is played to its end, and what it left in every table is copied, 5,000 times before
the first rounds and millions of times before the last. `growth` is what a flow costs then over what it cost before,
each against the floor of its own round; `sweep_growth` the same of the pages that all sweeps read.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from bench._gifts import CLIENTS, Town, opened
from bench._past import Past, played
from bench._statements import Floor, Shape, logged
from bench._sweeps import Read, looked_at
from kith.kit import clock
from kith.kit.settings import load
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import staged
from tests.test_queries import ALL
from tests.test_sweeps import SWEEPS

TARGETS = {"over_floor": 0.5}
LIMITS = {"growth": 1.2, "sweep_growth": 1.2}
SIZES = {Length.FULL: (7, 320, 5_000, 5_000_000), Length.QUICK: (2, 32, 500, 5_000), Length.TASTE: (1, 8, 25, 50)}
"""Rounds, flows in a round, and how many gifts are past before the first and before the last."""

_COUNTED = 10


class Rounds(NamedTuple):
    """Of each round the flows a second and the floor's."""

    rates: list[float]
    floors: list[float]

    @property
    def over_floor(self) -> float:
        """A ratio inside each round, so that a machine that is busy for a while hurts both sides alike."""
        return statistics.median(rate / floor for rate, floor in zip(self.rates, self.floors, strict=True))


class Measured(NamedTuple):
    """What a flow is made of; with a small past and with a large one the rounds, and what the sweeps read."""

    shape: Shape
    past: int
    few: Rounds
    swept: Read
    many: Rounds
    swept_then: Read


async def measure(length: Length) -> Measured:
    """Rounds of flows and of the floor, in turns, with a small past and with a large one."""
    rounds, flows, first, last = SIZES[length]
    async with _installation(flows) as (town, past):
        cluster = Embedded(town.stage.settings.home)
        await past.fill(0, first)
        # The first rounds warm connections, plans and pages.
        await town.rate(town.flows(flows))
        async with logged(cluster.url(), cluster.root / "log", but=town.watcher.info.backend_pid) as log:
            await town.rate(town.flows(_COUNTED))
        shape = await asyncio.to_thread(log.shape, _COUNTED)
        floor = await Floor(cluster.url(), shape).build()
        few, swept = await _rounds(town, floor, rounds, flows), await _swept(town)
        await past.fill(first, last)
        swept_then, many = await _swept(town), await _rounds(town, floor, rounds, flows)
        return Measured(shape, last, few, swept, many, swept_then)


async def _rounds(town: Town, floor: Floor, rounds: int, flows: int) -> Rounds:
    await town.rate(town.flows(flows))
    await floor.rate(flows, CLIENTS)
    rates: list[float] = []
    floors: list[float] = []
    for _ in range(rounds):
        rates.append(await town.rate(town.flows(flows)))
        floors.append(await floor.rate(flows, CLIENTS))
    return Rounds(rates, floors)


async def _swept(town: Town) -> Read:
    """What all sweeps together read now, planned by what is there now."""
    await town.watcher.execute("VACUUM ANALYZE")
    reads = [await looked_at(town.watcher, ALL[name], clock.now()) for name in SWEEPS]
    return Read(sum(read.rows for read in reads), sum(read.pages for read in reads))


@asynccontextmanager
async def _installation(flows: int) -> AsyncGenerator[tuple[Town, Past]]:
    """Friends and shops in a running installation, and the past of a gift that was played to its end."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        environ = environment(Path(folder))
        settings = load(environ)
        async with started(environ), staged(settings) as stage:
            gift_id = await played(stage)
            async with (
                opened(stage, pairs=flows, shops=4) as town,
                await psycopg.AsyncConnection.connect(Embedded(settings.home).url(), autocommit=True) as filler,
            ):
                yield town, await Past(filler, gift_id, town.pairs).read()


def report(measured: Measured) -> Report:
    """Ratios, and what a flow and the sweeps were."""
    shape, past, few, swept, many, swept_then = measured
    absolute = {
        "flows_per_s": round(statistics.median(few.rates), 1),
        "floor_flows_per_s": round(statistics.median(few.floors), 1),
        "statements_per_flow": round(shape.statements, 1),
        "reads_per_flow": round(shape.reads, 1),
        "writes_per_flow": round(shape.writes, 1),
        "commits_per_flow": round(shape.commits, 1),
        "past_gifts": past,
        "flows_per_s_then": round(statistics.median(many.rates), 1),
        "sweep_rows": swept.rows,
        "sweep_rows_then": swept_then.rows,
        "sweep_pages": swept.pages,
        "sweep_pages_then": swept_then.pages,
    }
    ratios = {
        "over_floor": round(few.over_floor, 2),
        "growth": round(few.over_floor / many.over_floor, 2),
        "sweep_growth": round(swept_then.pages / swept.pages, 2),
    }
    return Report(ratios, absolute, TARGETS, LIMITS)


def show(measured: Measured) -> None:
    """A table for people, on stderr."""
    said = report(measured)
    table = Table("", "measured", "wanted", title="Give, pay, accept")
    for name, value in {**said.ratios, **said.absolute}.items():
        table.add_row(name.replace("_", " "), f"{value:,}", said.wanted(name))
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("gift", __doc__, measure, show, report))
