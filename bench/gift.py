"""How many gifts a second: given, paid and accepted over HTTP, against as many bare statements in the same run.

A flow is four requests to a real server process over a durable PostgreSQL: give, begin the payment, the gateway's
word of it, accept; and the job that takes the money in and offers the gift. Included is all that Kith does for it,
making and checking signatures too. What the gateway does is not: its word is signed before the clock starts.

The statements of a flow are counted in PostgreSQL's own log. The floor plays as many bare ones, reads of a row by its
key and inserts of a row, in as many transactions, prepared, with as many clients. The two take turns.

Then there is a past: one gift is played to its end, and what it left in every table is copied, 5,000 times before
the first rounds and 5 million times before the last. `growth` is what a flow costs then over what it cost before,
each against the floor of its own round; `sweep_growth` the same of the pages that all sweeps read when the rounds are
over, since what they look for is of gifts that are under way.

A gift that is over for a month and more still stands in the tables of `bench._past.LEFT_IN`. What is not there any
more when a gift is that old is not copied either: finished jobs, which are deleted at once; events and the gateways'
notifications, forgotten after days; the carrier's words, the sealed address, timers, what was due to be pushed.

Five million gifts are 40 GB and half an hour's work, an hour's on a busy machine. With `--home DIR` they stay, and can
be filled in before the machine is quiet enough to measure: `python -m bench.gift --home DIR --fill`, and then
`python -m bench.gift --home DIR`. The small past is measured in an
installation of its own then.
"""

import statistics
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from bench._site import Round, site
from bench._statements import Shape
from bench._sweeps import Read

TARGETS = {"over_floor": 0.5}
LIMITS = {"growth": 1.2, "sweep_growth": 1.2}
SIZES = {Length.FULL: (7, 320, 5_000, 5_000_000), Length.QUICK: (2, 32, 500, 5_000), Length.TASTE: (1, 4, 60, 120)}
"""Rounds, flows in a round, and how many gifts are past before the first and before the last."""


class Rounds(NamedTuple):
    """Of each round the flows a second and the floor's."""

    rounds: list[Round]

    @property
    def rate(self) -> float:
        return statistics.median(each.rate for each in self.rounds)

    @property
    def floor(self) -> float:
        return statistics.median(each.floor for each in self.rounds)

    @property
    def over_floor(self) -> float:
        """A ratio inside each round, so that a machine that is busy for a while hurts both sides alike."""
        return statistics.median(each.rate / each.floor for each in self.rounds)


class Measured(NamedTuple):
    """What a flow is made of; with a small past and with a large one the rounds, and what the sweeps read."""

    shape: Shape
    past: int
    few: Rounds
    swept: Read
    many: Rounds
    swept_then: Read


async def measure(length: Length, home: Path | None) -> Measured:
    """Rounds of flows and of the floor, in turns, with a small past and with a large one."""
    rounds, flows, first, last = SIZES[length]
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(site(None, flows))
        await here.fill(first)
        shape = await here.shape(flows)
        few, swept = Rounds(await here.rounds(shape, rounds, flows)), await here.swept()
        if home is not None:
            await stack.aclose()
            here = await stack.enter_async_context(site(home, flows))
        await here.fill(last)
        many, swept_then = Rounds(await here.rounds(shape, rounds, flows)), await here.swept()
        return Measured(shape, here.known.filled, few, swept, many, swept_then)


async def fill(length: Length, home: Path) -> None:
    """Only the large past, in an installation that stays."""
    _, flows, _, last = SIZES[length]
    async with site(home, flows) as here:
        await here.fill(last)


def report(measured: Measured) -> Report:
    """Ratios, and what a flow and the sweeps were."""
    shape, past, few, swept, many, swept_then = measured
    absolute = {
        "flows_per_s": round(few.rate, 1),
        "floor_flows_per_s": round(few.floor, 1),
        "statements_per_flow": round(shape.statements, 1),
        "reads_per_flow": round(shape.reads, 1),
        "writes_per_flow": round(shape.writes, 1),
        "commits_per_flow": round(shape.commits, 1),
        "past_gifts": past,
        "flows_per_s_then": round(many.rate, 1),
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
    sys.exit(command("gift", __doc__, measure, show, report, fill=fill))
