"""Rings: which cells belong to which distance band around a cell.

Up to 10 km cell by cell, farther away by areas (parents at resolution 6), each of them whole: an area of which a part
lies within 10 km is divided into its cells. So every cell belongs to one band at most. Distances are those between the
middles of cells, so a band tells no more than which two cells it lies between.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from kith.kit import arrays, geo
from kith.kit.arrays import BigintArray
from kith.kit.geo import Cell
from kith.places.spot import AREA, region

Band = Literal[1, 2, 5, 10, 20, 50, 100]
"""Within so many kilometres."""

NEAR: tuple[Band, ...] = (1, 2, 5, 10)
FAR: tuple[Band, ...] = (20, 50, 100)

_WALK_NEAR, _WALK_FAR = 2_000, 200
"""How many people are looked at in one cell, those active last first."""


class Ring(Struct, frozen=True):
    """A part of a band: the cells, or areas, of one region."""

    band_km: Band
    region: Cell
    by_area: bool
    cells: BigintArray
    walk: int


def rings(cell: Cell) -> Iterator[Sequence[Ring]]:
    """The bands around a cell from the nearest to the farthest, each as its parts; the far ones only if asked for."""
    yield from _near(cell)
    yield from _far(cell)


def regions(cell: Cell) -> list[Cell]:
    """Where all is stored that lies within the farthest band."""
    return sorted({ring.region for parts in rings(cell) for ring in parts})


def band_between(cell: Cell, other: Cell) -> Band | None:
    """The band in which something in another cell lies, by the same measure as people; None beyond the farthest."""
    away = geo.km(cell, other)
    if away <= NEAR[-1]:
        return _band(away, NEAR)
    area = geo.parent(other, AREA)
    away = geo.km(cell, area)
    if any(geo.km(cell, part) <= NEAR[-1] for part in geo.children(area)):
        return FAR[0]
    return _band(away, FAR) if away <= FAR[-1] else None


@lru_cache(maxsize=8_192)
def _near(cell: Cell) -> tuple[tuple[Ring, ...], ...]:
    return tuple(_parts(band, cells) for band, cells in zip(NEAR, _within(cell, NEAR), strict=True))


@lru_cache(maxsize=1_024)
def _far(cell: Cell) -> tuple[tuple[Ring, ...], ...]:
    inner = {other for cells in _within(cell, NEAR) for other in cells}
    divided = {geo.parent(other, AREA) for other in inner}
    rest = [other for area in divided for other in geo.children(area) if other not in inner]
    home = geo.parent(cell, AREA)
    areas: dict[Band, list[Cell]] = {band: [] for band in FAR}
    for area in geo.reach(home, FAR[-1] + _UNEVEN_KM):
        away = geo.km(cell, area)
        if area not in divided and away <= FAR[-1]:
            areas[_band(away, FAR)].append(area)
    first = (*_parts(FAR[0], rest), *_parts(FAR[0], areas[FAR[0]], by_area=True))
    return (first, *(_parts(band, areas[band], by_area=True) for band in FAR[1:]))


_UNEVEN_KM = 8.0
"""How far the middle of an area may be from that of a cell in it, and more."""


def _within(cell: Cell, bands: Sequence[Band]) -> list[list[Cell]]:
    """The cells of each band."""
    found: list[list[Cell]] = [[] for _ in bands]
    for other in geo.reach(cell, bands[-1]):
        away = geo.km(cell, other)
        found[bands.index(_band(away, bands))].append(other)
    return found


def _band(away_km: float, bands: Sequence[Band]) -> Band:
    return next(band for band in bands if away_km <= band)


def _parts(band: Band, cells: Sequence[Cell], *, by_area: bool = False) -> tuple[Ring, ...]:
    by_region: dict[Cell, list[Cell]] = {}
    for cell in cells:
        by_region.setdefault(region(cell), []).append(cell)
    walk = _WALK_FAR if by_area else _WALK_NEAR
    return tuple(Ring(band, where, by_area, arrays.bigints(some), walk) for where, some in by_region.items())
