"""How fast people talk: messages a second over HTTP, and one group of 500 who all listen live at two servers.

Two real server processes over a durable PostgreSQL. Over HTTP senders say one message after another, each in the
conversation of a pair, or all in one group. Live, the members of the group each have a WebSocket, half of them at each
server; fifty talk over theirs, each with eight messages under way, and say the next as soon as they have heard one. So
there is always something to do, and what is measured is how much a server can, not how long its frames wait. A delivery
is one message that one member has heard; that each hears all of them in order is checked.

The raw limit is measured in turn: two processes that do nothing but listen to the database and write (`_writer`). The
same rows are inserted, as many at once as came in a frame of ours on average, in one statement and with one NOTIFY, and
to as many sockets a frame is written that is as long as ours was; three batches are under way at once. It reads no
rows, checks no members and encodes nothing for anybody. The listeners are the same, in two processes, and share the
machine with the servers both times; they read of a frame no more than where it ends and how far it goes. `over_limit`
is our deliveries a second over the raw ones, the median of the ratios inside the rounds.

Then half as many messages a second are said evenly, whether or not the servers keep up, and of one member in ten it is
measured how long each message took from being said to being heard.
"""

import math
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench._command import Length, Report, command
from bench._listeners import Crowd, Go, Heard
from bench._talk import Hall, Listeners, Raw, opened, said_over_http
from kith.kit.sql import Database
from tests.faults.processes import running

TARGETS = {"over_limit": 0.5}
LIMITS = {"p99_of_250_ms": 1.0}
_LATEST_MS = 250
POLICY = """
[chat]
messages_a_minute = 100000000
[live]
commands_a_second = 1000000.0
"""


class Size(NamedTuple):
    """How much is measured."""

    members: int
    talkers: int
    pairs: int
    rounds: int
    seconds: float


SIZES = {
    Length.FULL: Size(500, 50, 100, 7, 5.0),
    Length.QUICK: Size(500, 50, 50, 3, 2.0),
    Length.TASTE: Size(20, 4, 4, 1, 0.2),
}


class Measured(NamedTuple):
    """Round by round: messages a second over HTTP in many conversations and in one, live talk, and the raw limit. Then
    live talk at half the load.
    """

    size: Size
    spread: list[float]
    hot: list[float]
    live: list[Heard]
    raw: list[Heard]
    half: list[Heard]


async def measure(length: Length) -> Measured:
    """Bring the servers up, fill the group, and take turns."""
    size = SIZES[length]
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        async with (
            running(Path(folder), policy=POLICY, names=("server", "other")) as processes,
            Database(processes.url, size=2) as db,
        ):
            ports = [int(site.rpartition(":")[2]) for site in processes.sites]
            hall = await opened(db, size.members, size.pairs)
            spread, hot = await _over_http(hall, ports, size)
            async with _group(hall, ports, size) as listeners, Raw.open(db, size.members) as raw:
                # The first turn warms everything.
                await _turn(listeners, raw, size.seconds / 2)
                turns = [await _turn(listeners, raw, size.seconds) for _ in range(size.rounds)]
                live, limit = [one for one, _ in turns], [other for _, other in turns]
                pace = statistics.median(one.deliveries for one in live) / size.members / size.seconds / 2
                half = [await listeners.go(Go(size.seconds, pace)) for _ in range(size.rounds)]
    return Measured(size, spread, hot, live, limit, half)


async def _over_http(hall: Hall, ports: Sequence[int], size: Size) -> tuple[list[float], list[float]]:
    spread: list[float] = []
    hot: list[float] = []
    for _ in range(size.rounds + 1):
        spread.append(await said_over_http(hall.pairs, ports, size.seconds))
        hot.append(await said_over_http(hall.group, ports, size.seconds))
    return spread[1:], hot[1:]


@asynccontextmanager
async def _group(hall: Hall, ports: Sequence[int], size: Size) -> AsyncGenerator[Listeners]:
    async with AsyncExitStack() as stack:
        crowds = [
            Crowd(port, [voice.token for voice in hall.group[place::2]], hall.group[0].where, size.talkers // 2)
            for place, port in enumerate(ports)
        ]
        yield await stack.enter_async_context(Listeners.at(crowds))


async def _turn(listeners: Listeners, raw: Raw, seconds: float) -> tuple[Heard, Heard]:
    live = await listeners.go(Go(seconds, None))
    return live, await raw.go(seconds, batch=live.deliveries / live.frames, size=live.bytes // live.frames)


def report(measured: Measured) -> Report:
    """Ratios, and rates."""
    seconds, live, half = measured.size.seconds, measured.live, measured.half
    wrong = sum(one.wrong for one in (*live, *measured.raw, *half))
    assert wrong == 0, f"{wrong} times a member did not hear what it should have"
    over = statistics.median(ours.deliveries / raw.deliveries for ours, raw in zip(live, measured.raw, strict=True))
    p99 = _part([one.took for one in half], 0.99)
    absolute = {
        "appends_per_s": round(statistics.median(measured.spread)),
        "appends_one_group_per_s": round(statistics.median(measured.hot)),
        "deliveries_per_s": round(statistics.median(one.deliveries for one in live) / seconds),
        "raw_deliveries_per_s": round(statistics.median(one.deliveries for one in measured.raw) / seconds),
        "frames_per_s": round(statistics.median(one.frames for one in live) / seconds),
        "messages_a_frame": round(statistics.median(one.deliveries / one.frames for one in live), 1),
        "bytes_a_frame": round(statistics.median(one.bytes / one.frames for one in live)),
        "peak_p50_ms": _part([one.took for one in live], 0.5),
        "peak_p99_ms": _part([one.took for one in live], 0.99),
        "half_deliveries_per_s": round(statistics.median(one.deliveries for one in half) / seconds),
        "half_p50_ms": _part([one.took for one in half], 0.5),
        "half_p99_ms": p99,
    }
    ratios = {"over_limit": round(over, 2), "p99_of_250_ms": round(p99 / _LATEST_MS, 2)}
    return Report(ratios, absolute, TARGETS, LIMITS)


def _part(took: Sequence[dict[str, int]], part: float) -> int:
    counts = Counter[int]()
    for one in took:
        counts.update({int(ms): count for ms, count in one.items()})
    left = math.ceil(counts.total() * part)
    for ms in sorted(counts):
        left -= counts[ms]
        if left <= 0:
            return ms + 1
    return 0


def show(measured: Measured) -> None:
    """A table for people, on stderr."""
    said = report(measured)
    table = Table("", "measured", "wanted", title=f"Talk: {measured.size.members} members live at two servers")
    for name, value in {**said.ratios, **said.absolute}.items():
        table.add_row(name.replace("_", " "), f"{value:,}", said.wanted(name))
    Console(file=sys.stderr).print(table)


if __name__ == "__main__":
    sys.exit(command("chat", __doc__, measure, show, report))
