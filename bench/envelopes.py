"""How fast red envelopes are opened: claims a second over HTTP, durable and posted in the ledger.

A real server process over a durable PostgreSQL; a hundred people open envelopes of a hundred shares on 64 connections.
`spread`: a share of each of 10,000 open envelopes in turn. `hot`: all of one envelope, then all of the next.

In the same rounds, at the same server, two more routes are asked in the same way (`bench._envelope_server`): one that
finds out who it is, reads the request and answers, and one that does it as usual with Redis: a script in Lua takes the
share from a list, and the append-only file is on disk (`appendfsync always`) before the answer. That one is left out
where Redis is not installed. The ratios are medians of those inside the rounds.

With the full measurement comes a past: what a claim leaves behind for good is filled in, 10 thousand times before the
first rounds and 10 million times before the last, and `growth` is what a claim then costs of a no-op's over what it did
before. Then claims go on for minutes on end; `last_minute` is the first minute's rate over the last one's.
"""

import itertools
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench import _peers
from bench._claims import FEN, SHARES, Hall, batches_since, fill, hot, opened, spread, taken_since
from bench._command import Length, Report, command
from kith.envelopes.envelope import EnvelopeId
from kith.kit import clock

CLAIM = "/envelopes/{}/claims"
NOTHING = "/bench/nothing/{}"
REDIS = "/bench/redis/{}"
TARGETS = {"over_noop": 0.5, "over_redis": 1.0}
LIMITS = {"growth": 1.2, "last_minute": 1.2}


class Size(NamedTuple):
    """How much is measured; `past` claims are there before the first and before the last rounds."""

    envelopes: int
    hot: int
    rounds: int
    seconds: float
    past: tuple[int, int]
    minutes: int


SIZES = {
    Length.FULL: Size(10_000, 1_000, 7, 5.0, (10_000, 10_000_000), 60),
    Length.QUICK: Size(10_000, 100, 3, 2.0, (0, 0), 0),
    Length.TASTE: Size(20, 2, 1, 0.3, (0, 0), 0),
}


class Round(NamedTuple):
    """Claims a second of each."""

    spread: float
    hot: float
    noop: float
    redis: float | None


class Measured(NamedTuple):
    """The rounds with a small past and with a large one, minute by minute what went on, and claims a transaction."""

    size: Size
    rounds: list[Round]
    then: list[Round]
    minutes: list[float]
    together: float


async def measure(length: Length) -> Measured:
    """Fill the hall, and take turns."""
    size = SIZES[length]
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kith-bench-")))
        redis = stack.enter_context(_peers.redis(home, durable=True))
        async with opened(home, redis) as hall:
            began = clock.now()
            first, last = size.past
            if first:
                await fill(hall.db.url, 0, first)
            turns = await _Turns.begin(hall, size, redis)
            rounds = [await turns.round() for _ in range(size.rounds + 1)][1:]
            then: list[Round] = []
            if last:
                await fill(hall.db.url, first, last)
                then = [await turns.round() for _ in range(size.rounds + 1)][1:]
            minutes = [await turns.minute() for _ in range(size.minutes)]
            async with hall.db.transaction() as tx:
                claims = await taken_since.one(tx, since=began)
                together = claims / await batches_since.one(tx, since=began)
            assert claims == turns.claims, f"{claims} shares were taken, and {turns.claims} were answered"
    return Measured(size, rounds, then, minutes, together)


class _Turns:
    """What is still to be opened, for each of those that take turns."""

    def __init__(self, hall: Hall, size: Size, redis: int | None) -> None:
        self.claims = 0
        self._hall = hall
        self._size = size
        self._redis = redis
        self._spread: Iterator[tuple[EnvelopeId, int]] = iter(())
        self._left = 0
        self._there: list[EnvelopeId] = []
        self._in_redis: Iterator[tuple[EnvelopeId, int]] = iter(())

    @classmethod
    async def begin(cls, hall: Hall, size: Size, redis: int | None) -> "_Turns":
        """With envelopes that are open."""
        turns = cls(hall, size, redis)
        await turns._supply()
        if redis:
            turns._in_redis = spread(turns._there)
            with _peers.Redis(redis) as asking:
                for one in turns._there:
                    asking.ask(b"RPUSH", f"left:{one}".encode(), *[b"%d" % (FEN // SHARES)] * SHARES)
        return turns

    async def round(self) -> Round:
        """One after another, so that a machine that is busy for a while hurts all alike."""
        seconds = self._size.seconds
        ours = await self._ours(seconds)
        burning = await self._hall.envelopes(self._size.hot)
        one_by_one = await self._hall.claim(CLAIM, hot(burning), seconds)
        self.claims += one_by_one.claims
        noop = await self._hall.claim(NOTHING, itertools.cycle(spread(self._there[:SHARES])), seconds)
        theirs = await self._hall.claim(REDIS, self._in_redis, seconds) if self._redis else None
        return Round(ours, one_by_one.rate, noop.rate, theirs.rate if theirs else None)

    async def minute(self) -> float:
        """Claims a second for a minute."""
        return await self._ours(60.0)

    async def _ours(self, seconds: float) -> float:
        """What is left is enough for twice as fast as ever measured."""
        if self._left < seconds * 6_000 and self._size.envelopes > SHARES:
            await self._supply()
        claimed = await self._hall.claim(CLAIM, self._spread, seconds)
        self._left -= claimed.claims
        self.claims += claimed.claims
        return claimed.rate

    async def _supply(self) -> None:
        self._there = await self._hall.envelopes(self._size.envelopes)
        self._spread = spread(self._there)
        self._left = len(self._there) * SHARES


def _median(rounds: Sequence[Round], name: str) -> float:
    return statistics.median(getattr(one, name) for one in rounds)


def report(measured: Measured) -> Report:
    """Ratios, and rates."""
    rounds, then, minutes = measured.rounds, measured.then, measured.minutes
    over = statistics.median(one.spread / one.noop for one in rounds)
    ratios = {"over_noop": round(over, 2)}
    absolute = {
        "claims_per_s": round(_median(rounds, "spread")),
        "claims_one_envelope_per_s": round(_median(rounds, "hot")),
        "noop_per_s": round(_median(rounds, "noop")),
        "claims_a_transaction": round(measured.together, 1),
    }
    if rounds[0].redis is not None:
        ratios["over_redis"] = round(statistics.median(one.spread / (one.redis or 1) for one in rounds), 2)
        absolute["redis_claims_per_s"] = round(_median(rounds, "redis"))
    if then:
        ratios["growth"] = round(over / statistics.median(one.spread / one.noop for one in then), 2)
        absolute["claims_per_s_then"] = round(_median(then, "spread"))
        absolute["past_claims"] = measured.size.past[1]
    if minutes:
        ratios["last_minute"] = round(minutes[0] / minutes[-1], 2)
        absolute |= {"first_minute_per_s": round(minutes[0]), "last_minute_per_s": round(minutes[-1])}
    targets = {name: target for name, target in TARGETS.items() if name in ratios}
    return Report(ratios, absolute, targets, {name: limit for name, limit in LIMITS.items() if name in ratios})


def show(measured: Measured) -> None:
    """A table for people, on stderr."""
    said = report(measured)
    table = Table("", "measured", "wanted", title=f"Red envelopes: {measured.size.envelopes:,} are open")
    for name, value in {**said.ratios, **said.absolute}.items():
        table.add_row(name.replace("_", " "), f"{value:,}", said.wanted(name))
    console = Console(file=sys.stderr)
    console.print(table)
    if "over_redis" not in said.ratios:
        console.print("Redis is not installed: not compared with it.")


if __name__ == "__main__":
    sys.exit(command("envelopes", __doc__, measure, show, report))
