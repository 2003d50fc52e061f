"""How fast the nearby list is: pages of 50 with filters, and positions a second, among a million clustered people.

A page is the search that the route does (`look_around`): gender, ten years of age, active
within three days, from where somebody stands. Redis answers its nearest fifty within 5 km, which it cannot filter, and
PostGIS its nearest fifty under the same filters; each is started by the bench on a port of its own, or skipped where
it is not installed. Four processes look around; they and the peers take turns, and each ratio is the median of those
inside the rounds. Positions go through the same lane as those of the route, in this process, and all of them write.
"""

import asyncio
import math
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from rich.console import Console
from rich.table import Table

from bench import _lookers, _peers
from bench._command import Length, Report, command
from bench._crowd import NOW, Crowd, Somebody
from bench._lookers import Looked
from kith import people, places
from kith.kit import clock, geo
from kith.kit.sql import Database
from kith.main.migrate import migrate
from kith.main.postgres import Embedded
from kith.places import spot as spots

CLIENTS = 4
PARTS = 4
"""By so many processes the people are put into the database."""
MANY = 10_000_000
TARGETS = {"over_redis": 20.0, "over_postgis": 1.2, "updates": 1.0}
LIMITS = {"p99_over_p50": 10.0, "growth": 1.2}
NOISE = places.Noise(b"a key that only the bench knows .")
_UPDATES = 10_000


class Size(NamedTuple):
    """How much is measured."""

    people: int
    updaters: int
    rounds: int
    seconds: float


FULL = Size(1_000_000, 200_000, 7, 3.0)
QUICK = Size(150_000, 20_000, 3, 1.5)
TASTE = Size(10_000, 2_000, 1, 0.3)
SIZES = {Length.FULL: FULL, Length.QUICK: QUICK, Length.TASTE: TASTE}


class Measured(NamedTuple):
    """Pages a second of each, round by round; seconds of single pages; positions a second; the cost among ten times
    as many people.
    """

    people: int
    rates: dict[str, list[float]]
    alone: list[float]
    updates: list[float]
    growth: float | None
    missing: list[str]


async def measure(length: Length) -> Measured:
    """Fill the databases, then take turns."""
    size = SIZES[length]
    folder = Path(tempfile.mkdtemp(prefix="kith-bench-"))
    server = Embedded(folder)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.callback(server.stop)
        server.start()
        url = server.url("bench")
        await migrate(url)
        # Before this process holds a crowd: those that look around are small.
        pool = stack.enter_context(ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")))
        load(url, pool, range(PARTS), size.people // PARTS)
        crowd = [one for part in range(PARTS) for one in Crowd(1 + part).people(size.people // PARTS)]
        enrol(url, size.updaters)
        peers = stack.enter_context(_Peers(folder, crowd, alone=length is Length.TASTE))
        looking = _Looking(pool, url, peers, size)
        looking.turn()
        turns = [looking.turn() for _ in range(size.rounds)]
        rates = {name: [turn[name] for turn in turns] for name in turns[0]}
        alone = await asyncio.to_thread(looking.alone)
        updates = await moved(url, crowd[: size.updaters], size)
        growth = None
        if length is Length.FULL:
            before = statistics.median(rates["kith"])
            load(url, pool, range(PARTS, PARTS * MANY // size.people), size.people // PARTS)
            among_many = _Looking(pool, url, peers, size._replace(people=MANY))
            among_many.turn(only="kith")
            after = statistics.median(among_many.turn(only="kith")["kith"] for _ in range(size.rounds))
            growth = before / after
        return Measured(size.people, rates, alone, updates, growth, peers.missing)


class _Peers:
    """The peers that are installed, filled with the same people."""

    def __init__(self, folder: Path, crowd: Sequence[Somebody], *, alone: bool) -> None:
        self._folder = folder
        self._crowd = crowd
        self._alone = alone
        self._stack = ExitStack()
        self.redis: int | None = None
        self.postgis: str | None = None

    def __enter__(self) -> "_Peers":
        if not self._alone:
            self.redis = self._stack.enter_context(_peers.redis(self._folder))
            self.postgis = self._stack.enter_context(_peers.postgis(self._folder))
        if self.redis:
            with _peers.Redis(self.redis) as connection:
                numbered = iter(enumerate(self._crowd))
                while some := list(islice(numbered, 1_000)):
                    connection.add(some)
        if self.postgis:
            _peers.load_postgis(self.postgis, self._crowd)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def missing(self) -> list[str]:
        return [name for name, there in (("redis", self.redis), ("postgis", self.postgis)) if not there]


class _Looking:
    """Rounds of pages."""

    def __init__(self, pool: ProcessPoolExecutor, url: str, peers: _Peers, size: Size) -> None:
        self._pool = pool
        self._size = size
        self._round = 0
        self._kinds: dict[str, tuple[Any, ...]] = {
            "kith": (_lookers.kith, url, _lookers.FILTERED, size.people),
            "kith_unfiltered": (_lookers.kith, url, _lookers.ANYBODY, size.people),
        }
        if peers.redis:
            self._kinds["redis"] = (_lookers.redis, peers.redis)
        if peers.postgis:
            self._kinds["postgis"] = (_lookers.postgis, peers.postgis)

    def turn(self, only: str | None = None) -> dict[str, float]:
        """Pages a second of each."""
        self._round += 1
        rates: dict[str, float] = {}
        for name in [only] if only else self._kinds:
            looked = self._looked(name, CLIENTS)
            rates[name] = sum(len(one.seconds) / sum(one.seconds) for one in looked)
            assert sum(one.rows for one in looked) > 0, name
        return rates

    def alone(self) -> list[float]:
        """The seconds of pages when nobody else looks."""
        self._round += 1
        return [taken for _ in range(self._size.rounds) for one in self._looked("kith", 1) for taken in one.seconds]

    def _looked(self, name: str, clients: int) -> list[Looked]:
        look, where, *more = self._kinds[name]
        seconds = self._size.seconds
        points = [
            _lookers.from_where(int(seconds * 2_000) + 2 * _lookers.WARM, self._round * 100 + number)
            for number in range(clients)
        ]
        asked = [self._pool.submit(look, where, some, seconds, *more) for some in points]
        return [one.result() for one in asked]


def load(url: str, pool: Executor, parts: Iterable[int], count: int) -> None:
    """Let so many more people of each part be found; the indexes are made when all are there."""
    with psycopg.connect(url, autocommit=True) as connection:
        primary = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'spot_pkey'"
        [(key,)] = connection.execute(primary).fetchall()
        others = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'spot' AND indexname <> 'spot_pkey'"
        indexes = connection.execute(others).fetchall()
        connection.execute("ALTER TABLE spot DROP CONSTRAINT spot_pkey")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}".encode())
        for loaded in [pool.submit(copy_in, url, part, count) for part in parts]:
            loaded.result()
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute(f"ALTER TABLE spot ADD CONSTRAINT spot_pkey {key}".encode())
        for _, definition in indexes:
            connection.execute(definition.encode())
        connection.execute("VACUUM ANALYZE spot")
        connection.execute("CHECKPOINT")


def copy_in(url: str, part: int, count: int) -> None:
    """The people of a part, in the noised cells that Kith draws for a number that nobody has."""
    with (
        psycopg.connect(url, autocommit=True) as connection,
        connection.cursor().copy(
            "COPY spot (region, person_id, cell, area, gender, birthday, active_at, hides_distance) FROM STDIN"
        ) as copy,
    ):
        for number, one in enumerate(Crowd(1 + part).people(count), part * count):
            cell = NOISE.noised(seed_of(number), one.cell)
            where, area = spots.region(cell), geo.parent(cell, spots.AREA)
            gender = spots.GENDERS.index(one.gender)
            copy.write_row((where, UUID(int=number), cell, area, gender, one.birthday, one.active_at, False))


def seed_of(number: int) -> bytes:
    """What the noise of a person hangs on."""
    return number.to_bytes(32, "big")


def enrol(url: str, count: int) -> None:
    """Some of them send positions: they have accounts, and Kith knows where they are."""
    with psycopg.connect(url, autocommit=True) as connection:
        some = "FROM spot WHERE person_id < %s::uuid"
        until = [str(UUID(int=count))]
        connection.execute(f"INSERT INTO person SELECT person_id, NULL, active_at {some}", until)
        connection.execute(
            f"""INSERT INTO profile
            SELECT person_id, '-', birthday, (%s::text[])[1 + gender], '', '{{}}', active_at, active_at {some}""",
            [list(spots.GENDERS), *until],
        )
        connection.execute(
            f"""INSERT INTO whereabouts
            SELECT person_id, true, false, false, decode(lpad(replace(person_id::text, '-', ''), 64, '0'), 'hex'),
                   cell, active_at, active_at + interval '72 hours', 0 {some}""",
            until,
        )
        connection.execute("VACUUM ANALYZE whereabouts, profile, person")


async def moved(url: str, crowd: Sequence[Somebody], size: Size) -> list[float]:
    """Positions a second, round by round: half of the people stay, half go 300 m; six minutes lie between two."""
    rates: list[float] = []
    rng = random.Random(7)
    async with Database(url, size=2) as db, places.CheckIns(db, NOISE, places.Policy()) as lane:
        for turn in range(size.rounds + 1):
            at = NOW + timedelta(minutes=6 * (turn + 1))
            count = min(len(crowd), int(_UPDATES * size.seconds * 2))
            some = rng.sample(range(len(crowd)), count)
            fixes = iter([(number, _moved(crowd[number], rng)) for number in some])

            async def send(fixes: Iterable[tuple[int, tuple[float, float]]] = fixes, at: Any = at) -> None:
                for number, position in fixes:
                    await lane.do(places.Fix(people.PersonId(UUID(int=number)), geo.snap(*position), at))

            began = clock.stopwatch()
            await asyncio.gather(*(send() for _ in range(1_000)))
            rates.append(count / (clock.stopwatch() - began))
    return rates[1:]


def _moved(one: Somebody, rng: random.Random) -> tuple[float, float]:
    km = 0.02 if rng.random() < 0.5 else 0.3
    way = rng.uniform(0, math.tau)
    return one.lat + km / 111.195 * math.sin(way), one.lng + km / 111.195 * math.cos(way)


def report(measured: Measured) -> Report:
    """Ratios against the peers that are there, and rates."""
    rates = measured.rates
    p50, p99 = _part(measured.alone, 50), _part(measured.alone, 99)
    ratios = {f"over_{name}": round(_ratio(rates, name), 2) for name in ("redis", "postgis") if name in rates}
    ratios["p99_over_p50"] = round(p99 / p50, 1)
    ratios["updates"] = round(statistics.median(measured.updates) / _UPDATES, 2)
    absolute = {f"{name}_pages_per_s": round(statistics.median(rate)) for name, rate in rates.items()}
    absolute |= {"p50_ms": round(p50 * 1e3, 2), "p99_ms": round(p99 * 1e3, 2), "people": measured.people}
    absolute["updates_per_s"] = round(statistics.median(measured.updates))
    if measured.growth:
        ratios["growth"] = round(measured.growth, 2)
    targets, limits = ({name: all_of[name] for name in all_of if name in ratios} for all_of in (TARGETS, LIMITS))
    return Report(ratios, absolute, targets, limits)


def _ratio(rates: dict[str, list[float]], peer: str) -> float:
    return statistics.median(kith / other for kith, other in zip(rates["kith"], rates[peer], strict=True))


def _part(seconds: Sequence[float], hundredth: int) -> float:
    return sorted(seconds)[len(seconds) * hundredth // 100]


def show(measured: Measured) -> None:
    """Tables for people, on stderr, so that the JSON stands alone."""
    said = report(measured)
    console = Console(file=sys.stderr)
    table = Table("pages of 50", "pages/s", "Kith is", title=f"Nearby, {measured.people:,} people, {CLIENTS} clients")
    for name, rate in measured.rates.items():
        over = said.ratios.get(f"over_{name}")
        table.add_row(name.replace("_", ", "), f"{statistics.median(rate):,.0f}", f"{over:.1f} ×" if over else "")
    console.print(table)
    for name in measured.missing:
        console.print(f"skipped: {name} is not installed here")
    known = {"updates": f"positions/s / {_UPDATES:,}", "growth": "cost of a page at ten times as many people"}
    for name, value in said.ratios.items():
        console.print(f"{name:13} {value:8.2f}  {said.wanted(name):7} {known.get(name, '')}")
    console.print(", ".join(f"{name} {value:,}" for name, value in said.absolute.items()))


if __name__ == "__main__":
    sys.exit(command("nearby", __doc__, measure, show, report))
