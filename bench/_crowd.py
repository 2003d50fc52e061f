"""A crowd clustered like the people of a country: sixty cities, each with centres of its own, and some who live alone.

The sizes of the cities follow Zipf's law. Sixty in a hundred live around one of twelve centres of their city within a
kilometre or two, nearly all others farther out, and two in a hundred anywhere.
"""

import math
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from kith.kit import geo
from kith.places import spot as spots

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
CITIES = 60
_CENTRES = 12
_KM = 111.195
_SOUTH, _WEST, _HIGH, _WIDE = 22.0, 98.0, 24.0, 26.0


class Somebody(NamedTuple):
    """One of the crowd."""

    lat: float
    lng: float
    gender: str
    birthday: date
    active_at: datetime

    @property
    def cell(self) -> geo.Cell:
        return geo.snap(self.lat, self.lng)


class Crowd:
    """Draws people, always the same ones from the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = rng = random.Random(42)
        self._cities: list[list[tuple[float, float, float]]] = []
        for _ in range(CITIES):
            middle, wide = self._anywhere(), rng.uniform(3, 12)
            around = [(*_near(rng, *middle, wide), rng.uniform(0.8, 2)) for _ in range(_CENTRES)]
            self._cities.append([(*middle, wide), *around])
        self._weights = [1 / (rank + 1) for rank in range(CITIES)]
        self._rng = random.Random(seed)

    def _anywhere(self) -> tuple[float, float]:
        return _SOUTH + self._rng.random() * _HIGH, _WEST + self._rng.random() * _WIDE

    def people(self, count: int) -> Iterator[Somebody]:
        """So many of them."""
        rng = self._rng
        for city in rng.choices(self._cities, self._weights, k=count):
            kind = rng.random()
            if kind < 0.02:
                lat, lng = self._anywhere()
            else:
                lat, lng = _near(rng, *(rng.choice(city[1:]) if kind < 0.62 else city[0]))
            age = timedelta(days=365.25 * rng.uniform(18, 50))
            active = NOW - timedelta(hours=rng.uniform(0, 80))
            yield Somebody(lat, lng, rng.choice(("female", "male")), (NOW - age).date(), spots.slot(active))


def _near(rng: random.Random, lat: float, lng: float, km: float) -> tuple[float, float]:
    north = rng.gauss(0, km) / _KM
    return lat + north, lng + rng.gauss(0, km) / _KM / math.cos(math.radians(lat))
