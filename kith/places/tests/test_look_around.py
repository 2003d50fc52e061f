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
from kith.places.spot import Found, Within
from kith.places.tests.town import BUND, east

HOME = geo.snap(*BUND)
GENDERS = ("female", "male", "other")
ACTIVE: tuple[Within, ...] = ("15m", "1h", "1d", "3d")


class Spot(NamedTuple):
    """Somebody who may be found."""

    region: geo.Cell
    person_id: UUID
    cell: geo.Cell
    area: geo.Cell
    gender: str
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
        yield Spot(region, UUID(int=rng.getrandbits(128)), cell, area, GENDERS[number % 3], birthday, active_at, hides)


@pytest.fixture
async def everybody(tx: Tx, now: datetime) -> Sequence[Spot]:
    some = list(crowd(random.Random(11), now))
    async with tx.cursor() as cursor:
        await cursor.executemany(f"INSERT INTO spot VALUES ({', '.join(['%s'] * 8)})", some)
    return some


def by_hand(
    everybody: Sequence[Spot], wanted: places.Wanted, hidden: Sequence[UUID], now: datetime
) -> list[tuple[int, datetime, UUID, bool]]:
    asked = neighbours.question(wanted, now)
    found = []
    for one in everybody:
        band = places.band_between(HOME, one.cell)
        fits = one.gender == wanted.gender or wanted.gender is None
        old_enough = asked["oldest"] <= one.birthday <= asked["youngest"]  # pyright: ignore
        if band and fits and old_enough and one.active_at >= asked["since"] and one.person_id not in hidden:  # pyright: ignore
            found.append((band, one.active_at, one.person_id, one.hides_distance))
    found.sort(key=lambda row: row[1:3], reverse=True)
    return sorted(found, key=lambda row: row[0])


class Guess(places.Lookout):
    """Expects whatever it is told to."""

    def __init__(self, density: float, *, by_region: bool) -> None:
        super().__init__(places.Policy(search_by_region=by_region))
        self.guess = density

    def density(self, cell: geo.Cell, wanted: places.Wanted) -> float:
        return self.guess


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


async def test_a_lookout_learns(tx: Tx, everybody: Sequence[Spot], now: datetime) -> None:
    """Whoever knows the town asks once, and others who know nothing get the same."""
    lookout = places.Lookout(places.Policy())
    wanted = places.Wanted("female")
    first = await look_around(tx, lookout, neighbours.start(HOME, now), wanted, hidden=[], limit=20, now=now)
    assert len(first) == 20
    known = lookout.density(HOME, wanted)
    assert lookout.density(geo.ring(HOME, 1)[0], wanted) == known
    assert lookout.density(geo.snap(0, 0), wanted) == known
    assert lookout.density(HOME, places.Wanted("other")) != known
    assert await look_around(tx, lookout, neighbours.start(HOME, now), wanted, hidden=[], limit=20, now=now) == first
