"""A stretch of country as a plane, in metres east and north of its middle, and what is reckoned on it."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kith.kit import geo

_DEGREE = 111_195.0


class Point(NamedTuple):
    """Metres east and north."""

    x: float
    y: float

    def to(self, bearing: float, metres: float) -> "Point":
        """So far away in a direction (radians from the east)."""
        return Point(self.x + metres * math.cos(bearing), self.y + metres * math.sin(bearing))

    def away(self, other: "Point") -> float:
        return math.hypot(self.x - other.x, self.y - other.y)


class Sight(NamedTuple):
    """What was learnt from one place: somebody is at least and at most so far away from it, in metres."""

    anchor: Point
    low: float
    high: float


@dataclass(frozen=True)
class Country:
    """Around which position, and how far from it people live to each side, in metres."""

    name: str
    lat: float
    lng: float
    half: float = 3_000.0

    def position(self, point: Point) -> tuple[float, float]:
        """Degrees."""
        lat = self.lat + point.y / _DEGREE
        return lat, self.lng + point.x / _DEGREE / math.cos(math.radians(self.lat))

    def point(self, position: tuple[float, float]) -> Point:
        lat, lng = position
        return Point((lng - self.lng) * _DEGREE * math.cos(math.radians(self.lat)), (lat - self.lat) * _DEGREE)

    def cell(self, point: Point) -> geo.Cell:
        return geo.snap(*self.position(point))

    def middle(self, cell: geo.Cell) -> Point:
        return self.point(geo.middle(cell))

    def somewhere(self, rng: random.Random, half: float | None = None) -> Point:
        reach = half or self.half
        return Point(rng.uniform(-reach, reach), rng.uniform(-reach, reach))


def mean(points: Sequence[Point]) -> Point:
    return Point(sum(one.x for one in points) / len(points), sum(one.y for one in points) / len(points))


def fit(sights: Sequence[Sight], half: float) -> Point:
    """Where everything that was learnt fits best: least squares of what is outside the bounds, then of what is off
    their middle, from the best point of a coarse net downhill to the metre.
    """
    bounded = [one for one in sights if one.low > 0 or one.high < math.inf]

    def cost(at: Point, sights: Sequence[Sight] = bounded) -> float:
        total = 0.0
        for anchor, low, high in sights:
            away = math.hypot(at.x - anchor.x, at.y - anchor.y)
            if away < low:
                total += (low - away) ** 2
            elif away > high:
                total += (away - high) ** 2
            if high < math.inf:
                total += 1e-3 * (away - (low + high) / 2) ** 2 * (100 / max(high - low, 100)) ** 2
        return total

    places = [half * 1.3 * step / 4 for step in range(-4, 5)]
    some = bounded[:: max(1, len(bounded) // 15)]
    starts = sorted((Point(x, y) for x in places for y in places), key=lambda at: cost(at, some))[:2]
    return min((downhill(cost, one, half / 4) for one in starts), key=cost)


def downhill(cost: Callable[[Point], float], at: Point, step: float) -> Point:
    """A minimum near a point, by ever smaller steps."""
    lowest = cost(at)
    while step > 1:
        tried = [Point(at.x + step * a, at.y + step * b) for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        best, found = min(((cost(one), one) for one in tried), key=lambda pair: pair[0])
        if best < lowest:
            lowest, at = best, found
        else:
            step /= 2
    return at


def centre(rim: Sequence[Point]) -> Point:
    """The middle of the circle on which these points lie, by least squares (Kåsa's method)."""
    middle = mean(rim)
    rows = [(one.x - middle.x, one.y - middle.y) for one in rim]
    xx, yy, xy = (sum(f(a, b) for a, b in rows) for f in (lambda a, _: a * a, lambda _, b: b * b, lambda a, b: a * b))
    xz = sum(a * (a * a + b * b) for a, b in rows)
    yz = sum(b * (a * a + b * b) for a, b in rows)
    grade = xx * yy - xy * xy
    if abs(grade) < 1e-6:
        return middle
    return Point(middle.x + (xz * yy - yz * xy) / grade / 2, middle.y + (yz * xx - xz * xy) / grade / 2)
