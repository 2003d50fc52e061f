"""Whatever a lookout expects, and however a search is divided: its pages are the list, as one reckons it by hand."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from kith import places
from kith.kit import geo
from kith.kit.sql import Tx
from kith.places import neighbour as neighbours
from kith.places import spot as spots
from kith.places.look_around import look_around
from kith.places.lookout import Densities
from kith.places.ring import BANDS, FAR, Band
from kith.places.spot import Found, Within
from kith.places.tests.town import BUND, east

HOME = geo.snap(*BUND)
ACTIVE: tuple[Within, ...] = ("15m", "1h", "1d", "3d")


class Spot(NamedTuple):
    """Somebody who may be found."""

    region: geo.Cell
    person_id: UUID
    cell: geo.Cell
    area: geo.Cell
    gender: int
    birthday: date
    active_at: datetime
    hides_distance: bool


def crowd(rng: random.Random, now: datetime) -> Iterator[Spot]:
    """Dense at home, sparse in the country; many were active in the same step of time."""
    for number in range(900):
        km = rng.choice((0.5, 3, 12, 45, 130)) * rng.random()
        north, east_km = km * math.sin(number), km * math.cos(number)
        hides = number % 11 == 0
        cell = places.Cell(geo.snap(*east((BUND[0] + north / 111.2, BUND[1]), east_km)))
        cell = spots.shown(cell, hides)
        active_at = spots.slot(now - timedelta(hours=75 * rng.random() ** 3))
        birthday = date(1970 + number % 38, 1 + number % 12, 3)
        region, area = spots.region(cell), geo.parent(cell, spots.AREA)
        yield Spot(region, UUID(int=rng.getrandbits(128)), cell, area, number % 3, birthday, active_at, hides)


@pytest.fixture
async def everybody(tx: Tx, now: datetime) -> Sequence[Spot]:
    some = list(crowd(random.Random(11), now))
    await add(tx, some)
    return some


async def add(tx: Tx, some: Sequence[Spot]) -> None:
    async with tx.cursor() as cursor:
        await cursor.executemany(f"INSERT INTO spot VALUES ({', '.join(['%s'] * 8)})", some)


def by_hand(
    everybody: Sequence[Spot], wanted: places.Wanted, hidden: Sequence[UUID], now: datetime
) -> list[tuple[int, datetime, UUID, bool]]:
    asked, since = neighbours.question(wanted, now), spots.since(wanted.active, now)
    found = []
    for one in everybody:
        band = places.band_between(HOME, one.cell)
        fits = wanted.gender is None or wanted.gender == spots.GENDERS[one.gender]
        old_enough = asked["oldest"] <= one.birthday <= asked["youngest"]  # pyright: ignore
        if band and fits and old_enough and one.active_at >= since and one.person_id not in hidden:  # pyright: ignore
            found.append((band, one.active_at, one.person_id, one.hides_distance))
    found.sort(key=lambda row: row[1:3], reverse=True)
    return sorted(found, key=lambda row: row[0])


class Guess(places.Lookout):
    """Expects whatever it is told to."""

    def __init__(self, density: float, *, by_region: bool) -> None:
        super().__init__(places.Policy(search_by_region=by_region))
        self.guess = density

    def expected(self, cell: geo.Cell, wanted: places.Wanted) -> tuple[Densities, Band]:
        return [self.guess] * len(BANDS), FAR[-1]


async def pages(
    tx: Tx, lookout: places.Lookout, wanted: places.Wanted, hidden: Sequence[UUID], limit: int, now: datetime
) -> list[Found]:
    found: list[Found] = []
    place = neighbours.start(HOME, now)
    while some := await look_around(tx, lookout, place, wanted, hidden=hidden, limit=limit, now=now):
        assert len(some) <= limit
        found += some
        place = neighbours.following(place, some[-1])
    return found


@pytest.mark.parametrize("seed", range(12))
async def test_pages_are_the_list(tx: Tx, everybody: Sequence[Spot], now: datetime, seed: int) -> None:
    rng = random.Random(seed)
    ages = sorted(rng.sample(range(18, 60), 2)) if seed % 3 else (None, None)
    wanted = places.Wanted(rng.choice((None, "female", "other")), ages[0], ages[1], ACTIVE[-1 - seed % 4])
    hidden = [one.person_id for one in rng.sample(everybody, seed * 9)]
    lookout = Guess(10 ** rng.uniform(-5, 2), by_region=seed % 2 == 0)
    found = await pages(tx, lookout, wanted, hidden, rng.choice((7, 50, 1_000)), now)
    rows = [(one.band_km, one.active_at, one.person_id, one.hides_distance) for one in found]
    assert rows == by_hand(everybody, wanted, hidden, now)


@pytest.mark.parametrize("by_region", [False, True])
async def test_a_town_behind_the_fields_is_more_than_expected(
    tx: Tx, everybody: Sequence[Spot], now: datetime, by_region: bool
) -> None:
    """Of a ring that holds more than a search counts, any five hundred are not the first ones."""
    town = [one for one in everybody if geo.km(HOME, one.cell) > 10][:1]
    many = [
        one._replace(person_id=UUID(int=number), active_at=one.active_at + number % 7 * timedelta(minutes=5))
        for one in town
        for number in range(spots.MANY + 20)
    ]
    await add(tx, many)
    lookout = Guess(1e-6, by_region=by_region)
    found = await pages(tx, lookout, places.Wanted(), [], 400, now)
    rows = [(one.band_km, one.active_at, one.person_id, one.hides_distance) for one in found]
    assert rows == by_hand([*everybody, *many], places.Wanted(), [], now)


async def test_a_search_is_planned_for_all_values(tx: Tx, everybody: Sequence[Spot], now: datetime) -> None:
    """To plan a search takes longer than to search."""
    await tx.execute("ANALYZE spot")  # What others in this database do must not change what a plan is said to cost.
    for _ in range(9):
        await pages(tx, Guess(0.01, by_region=False), places.Wanted(), [], 300, now)
    told = await tx.execute(
        """
        SELECT generic_plans > 0, custom_plans <= 5 FROM pg_prepared_statements
        WHERE statement LIKE '%FROM spot%LIMIT%'
        """
    )
    plans = await told.fetchall()
    assert len(plans) >= 4
    assert set(plans) == {(True, True)}


async def test_a_lookout_learns(tx: Tx, everybody: Sequence[Spot], now: datetime) -> None:
    """Whoever knows the town asks once, and others who know nothing get the same."""
    lookout = places.Lookout(places.Policy())
    wanted = places.Wanted("female")
    first = await look_around(tx, lookout, neighbours.start(HOME, now), wanted, hidden=[], limit=20, now=now)
    assert len(first) == 20
    known, farthest = lookout.expected(HOME, wanted)
    assert farthest == 100
    # Next to it and elsewhere it may be the same, and one does not look so far at first.
    assert lookout.expected(geo.ring(HOME, 1)[0], wanted) == lookout.expected(geo.snap(0, 0), wanted) == (known, 5)
    assert lookout.expected(HOME, places.Wanted("other")) == ((), 5)
    assert await look_around(tx, lookout, neighbours.start(HOME, now), wanted, hidden=[], limit=20, now=now) == first
