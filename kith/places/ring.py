"""Rings: which cells belong to which distance band around a cell.

Up to 10 km cell by cell, farther away by areas (parents at resolution 6), each of them whole: an area of which a part
lies within 10 km is divided into its cells. So every cell belongs to one band at most. Bands are counted in steps from
cell to cell, so that a band tells no more than which two cells it lies between.
"""

from collections.abc import Iterable, Sequence
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
    """The cells, or areas, of one region, each with the band it belongs to."""

    region: Cell
    by_area: bool
    cells: BigintArray
    bands: BigintArray
    walk: int


def near(cell: Cell, bands: Sequence[Band]) -> Sequence[Ring]:
    """Some of the near bands around a cell."""
    steps = _steps(cell)
    return _parts((other, band) for band in bands for other in _between(cell, *steps[NEAR.index(band)]))


@lru_cache(maxsize=1_024)
def far(cell: Cell) -> Sequence[Ring]:
    """The far bands around a cell."""
    inner = _inner(cell)
    divided = {geo.parent(other, AREA) for other in inner}
    rest: list[tuple[Cell, Band]] = [
        (other, FAR[0]) for area in divided for other in geo.children(area) if other not in inner
    ]
    areas: list[tuple[Cell, Band]] = []
    for area, band in _areas(geo.parent(cell, AREA)).items():
        if area not in divided:
            areas.append((area, band))
    return (*_parts(rest), *_parts(areas, by_area=True))


def regions(cell: Cell) -> list[Cell]:
    """Where all is stored that lies within the farthest band."""
    return sorted({ring.region for ring in (*near(cell, NEAR), *far(cell))})


def band_between(cell: Cell, other: Cell) -> Band | None:
    """The band in which something in another cell lies, by the same measure as people; None beyond the farthest."""
    inner = _inner(cell)
    if other in inner:
        return inner[other]
    area = geo.parent(other, AREA)
    if any(part in inner for part in geo.children(area)):
        return FAR[0]
    return _areas(geo.parent(cell, AREA)).get(area)


@lru_cache(maxsize=1_024)
def _inner(cell: Cell) -> dict[Cell, Band]:
    return {other: band for band, steps in zip(NEAR, _steps(cell), strict=True) for other in _between(cell, *steps)}


@lru_cache(maxsize=1_024)
def _areas(home: Cell) -> dict[Cell, Band]:
    steps = _ends(home, FAR)
    return {area: band for band, ends in zip(FAR, steps, strict=True) for area in _between(home, *ends)}


@lru_cache(maxsize=65_536)
def _steps(cell: Cell) -> Sequence[tuple[int, int]]:
    return _ends(cell, NEAR)


def _ends(cell: Cell, bands: Sequence[Band]) -> list[tuple[int, int]]:
    """From and to how many steps away each band reaches: as many as surely are within so many kilometres."""
    stride = geo.stride(cell)
    ends = [int(band / stride) + 1 for band in bands]
    return list(zip([0, *ends], ends, strict=False))


def _between(cell: Cell, begin: int, end: int) -> list[Cell]:
    return [other for steps in range(begin, end) for other in geo.ring(cell, steps)]


def _parts(cells: Iterable[tuple[Cell, Band]], *, by_area: bool = False) -> Sequence[Ring]:
    by_region: dict[Cell, list[tuple[Cell, Band]]] = {}
    for one in cells:
        by_region.setdefault(region(one[0]), []).append(one)
    walk = _WALK_FAR if by_area else _WALK_NEAR
    return [
        Ring(where, by_area, arrays.bigints([one[0] for one in some]), arrays.bigints([one[1] for one in some]), walk)
        for where, some in by_region.items()
    ]
