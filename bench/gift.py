"""How many gifts a second: given, paid and accepted over HTTP, against as many bare statements in the same run.

A flow is four requests to a real server process over a durable PostgreSQL: give, begin the payment, the gateway's
word of it, accept; and the job that takes the money in and offers the gift. Included is all that Kith does for it,
making and checking signatures too. What the gateway does is not: its word is signed before the clock starts.

The statements of a flow are counted in PostgreSQL's own log. The floor plays as many bare ones, reads of a row by its
key and inserts of a row, in as many transactions, prepared, with as many clients. The two take turns.
"""

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from bench._gifts import CLIENTS, opened
from bench._statements import Floor, Shape, logged
from kith.kit.settings import load
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import staged

TARGETS = {"over_floor": 0.5}
_COUNTED = 10


class Measured(NamedTuple):
    """Of each round the flows a second and the floor's; and what a flow is made of."""

    rates: list[float]
    floors: list[float]
    shape: Shape


async def measure(length: Length) -> Measured:
    """Rounds of flows and of the floor, in turns."""
    rounds, flows = {Length.FULL: (7, 320), Length.QUICK: (2, 48), Length.TASTE: (1, 8)}[length]
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        environ = environment(Path(folder))
        settings = load(environ)
        async with (
            started(environ),
            staged(settings) as stage,
            opened(stage, pairs=flows // 2, shops=4) as town,
        ):
            cluster = Embedded(settings.home)
            # The first rounds warm connections, plans and pages.
            await town.rate(town.flows(flows))
            but = town.watcher.info.backend_pid
            async with logged(cluster.url(), cluster.root / "log", but=but) as log:
                await town.rate(town.flows(_COUNTED))
            shape = await asyncio.to_thread(log.shape, _COUNTED)
            floor = await Floor(cluster.url(), shape).build()
            await floor.rate(flows, CLIENTS)
            rates: list[float] = []
            floors: list[float] = []
            for _ in range(rounds):
                rates.append(await town.rate(town.flows(flows)))
                floors.append(await floor.rate(flows, CLIENTS))
            return Measured(rates, floors, shape)


def report(measured: Measured) -> Report:
    """Ratios inside each round, so that a machine that is busy for a while hurts both sides alike."""
    over = statistics.median(rate / floor for rate, floor in zip(measured.rates, measured.floors, strict=True))
    absolute = {
        "flows_per_s": round(statistics.median(measured.rates), 1),
        "floor_flows_per_s": round(statistics.median(measured.floors), 1),
        "statements_per_flow": round(measured.shape.statements, 1),
        "reads_per_flow": round(measured.shape.reads, 1),
        "writes_per_flow": round(measured.shape.writes, 1),
        "commits_per_flow": round(measured.shape.commits, 1),
    }
    return Report({"over_floor": round(over, 2)}, absolute, TARGETS)


def show(measured: Measured) -> None:
    """A table for people, on stderr."""
    said = report(measured)
    table = Table("", "measured", "target", title="Give, pay, accept")
    for name, value in {**said.ratios, **said.absolute}.items():
        target = said.targets.get(name)
        table.add_row(name.replace("_", " "), f"{value:,}", f"≥ {target}" if target else "")
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("gift", __doc__, measure, show, report))
