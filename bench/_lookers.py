"""Processes that look around, each on one connection, and say how long each page took."""

import math
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import psycopg
import uvloop

from bench._crowd import NOW, Crowd
from bench._peers import Redis
from kith import places
from kith.kit import clock, geo
from kith.kit.sql import Database
from kith.places import neighbour as neighbours
from kith.places.look_around import look_around
from kith.places.neighbour import Wanted

PAGE = 50
FILTERED = Wanted(gender="female", min_age=20, max_age=30, active="3d")
ANYBODY = Wanted()
WARM = 10
"""Pages before the clock starts: statements are then prepared."""

_lookouts: dict[int, places.Lookout] = {}
"""By the number of people: no town grows tenfold at once, and what was learnt before would mislead."""

_NEAREST = """
    SELECT id, geom <-> ST_Transform(ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326), 3857) AS metres FROM people
    WHERE gender = 'female' AND birth BETWEEN %(oldest)s AND %(youngest)s AND last_active >= %(since)s
    ORDER BY geom <-> ST_Transform(ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326), 3857) LIMIT 50
    """


class Looked(NamedTuple):
    """The seconds of each page, and how many rows there were in all."""

    seconds: list[float]
    rows: int


def from_where(count: int, seed: int) -> list[tuple[float, float]]:
    """Where people are who look around: somebody of the crowd, give or take 300 m."""
    rng = random.Random(seed)
    north, east = 0.3 / 111.195, 0.3 / 111.195 / math.cos(math.radians(34))
    crowd = Crowd(seed)
    return [(one.lat + rng.uniform(-north, north), one.lng + rng.uniform(-east, east)) for one in crowd.people(count)]


def kith(url: str, points: Sequence[tuple[float, float]], seconds: float, wanted: Wanted, among: int) -> Looked:
    """Pages of Kith's list: the search that the route does, each on a connection of the pool."""

    lookout = _lookouts.setdefault(among, places.Lookout(places.Policy()))

    async def look() -> Looked:
        async with Database(url, size=1) as db:
            taken: list[float] = []
            rows = 0
            stop = math.inf
            for place in [neighbours.start(geo.snap(*point), NOW) for point in points]:
                began = clock.stopwatch()
                async with db.connection() as tx:
                    rows += len(await look_around(tx, lookout, place, wanted, hidden=[], limit=PAGE, now=NOW))
                taken.append(clock.stopwatch() - began)
                if len(taken) == WARM:
                    stop = clock.stopwatch() + seconds
                elif clock.stopwatch() > stop:
                    break
            return Looked(taken[WARM:], rows)

    return uvloop.run(look())


def redis(port: int, points: Sequence[tuple[float, float]], seconds: float) -> Looked:
    """Pages of Redis: the nearest within 5 km, without any filter, which it has not."""
    with Redis(port) as connection:
        taken: list[float] = []
        rows = 0
        stop = math.inf
        for lat, lng in points:
            began = clock.stopwatch()
            rows += len(connection.near(lat, lng))
            taken.append(clock.stopwatch() - began)
            if len(taken) == WARM:
                stop = clock.stopwatch() + seconds
            elif clock.stopwatch() > stop:
                break
        return Looked(taken[WARM:], rows)


def postgis(url: str, points: Sequence[tuple[float, float]], seconds: float) -> Looked:
    """Pages of PostGIS: the nearest who pass the filters, prepared."""
    oldest, youngest = neighbours.question(FILTERED, NOW)["oldest"], neighbours.question(FILTERED, NOW)["youngest"]
    filters = {"oldest": oldest, "youngest": youngest, "since": NOW - timedelta(days=3)}
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:
        taken: list[float] = []
        rows = 0
        stop = math.inf
        for lat, lng in points:
            began = clock.stopwatch()
            with connection.cursor(binary=True) as cursor:
                rows += len(cursor.execute(_NEAREST, {**filters, "lat": lat, "lng": lng}).fetchall())
            taken.append(clock.stopwatch() - began)
            if len(taken) == WARM:
                stop = clock.stopwatch() + seconds
            elif clock.stopwatch() > stop:
                break
        return Looked(taken[WARM:], rows)
