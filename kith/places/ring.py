"""Rings: which cells belong to which distance band around a cell.

Up to 10 km cell by cell, farther away by areas (parents at resolution 6), each of them whole: an area of which a part
lies within 10 km is divided into its cells. So every cell belongs to one band at most. Bands are counted in steps from
cell to cell, so that a band tells no more than which two cells it lies between.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from kith.kit import arrays, geo
from kith.kit.arrays import BigintArray
from kith.kit.geo import Cell
from kith.places.spot import AREA, REGION

Band = Literal[1, 2, 5, 10, 20, 50, 100]
"""Within so many kilometres."""

NEAR: tuple[Band, ...] = (1, 2, 5, 10)
FAR: tuple[Band, ...] = (20, 50, 100)
BANDS: tuple[Band, ...] = (*NEAR, *FAR)

_CELLS_OF_AREA = 49


class Strip(Struct, frozen=True):
    """Cells, or areas, each with the region in which it is stored and the band it belongs to: what a search takes."""

    regions: BigintArray
    cells: BigintArray
    bands: BigintArray
    among: frozenset[Cell]
    """The different regions."""


class Ring(Struct, frozen=True):
    """A band around a cell: single cells, and whole areas."""

    band: Band
    cells: Strip | None
    areas: Strip | None
    size: int
    """So many cells it is as large as."""


def ring(cell: Cell, band: Band) -> Ring:
    """One of the bands around a cell."""
    return _small(cell, band) if band <= 5 else _large(cell, band)


def parts(cell: Cell, band: Band) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The cells and the areas of a band."""
    if band in NEAR:
        return _between(cell, *_steps(cell)[NEAR.index(band)]), ()
    divided = _divided(cell)
    areas = [area for area in _areas(geo.parent(cell, AREA))[band] if area not in divided]
    return _rest(cell) if band == FAR[0] else (), areas


def regions(cell: Cell) -> list[Cell]:
    """Where all is stored that lies within the farthest band."""
    return sorted({one for band in BANDS for some in parts(cell, band) for one in geo.parents(some, REGION)})


def band_between(cell: Cell, other: Cell) -> Band | None:
    """The band in which something in another cell lies, by the same measure as people; None beyond the farthest."""
    inner = _inner(cell)
    if other in inner:
        return inner[other]
    area = geo.parent(other, AREA)
    if area in _divided(cell):
        return FAR[0]
    areas = _areas(geo.parent(cell, AREA))
    return next((band for band in FAR if area in areas[band]), None)


@lru_cache(maxsize=16_384)
def _small(cell: Cell, band: Band) -> Ring:
    return _ring(band, *parts(cell, band))


@lru_cache(maxsize=1_024)
def _large(cell: Cell, band: Band) -> Ring:
    return _ring(band, *parts(cell, band))


def _ring(band: Band, cells: Sequence[Cell], areas: Sequence[Cell]) -> Ring:
    return Ring(band, _strip(band, cells), _strip(band, areas), len(cells) + _CELLS_OF_AREA * len(areas))


def _strip(band: Band, cells: Sequence[Cell]) -> Strip | None:
    if not cells:
        return None
    where = geo.parents(cells, REGION)
    among = frozenset(where)
    stored = arrays.bigints(where) if len(among) > 1 else arrays.repeated(where[0], len(where))
    return Strip(stored, arrays.bigints(cells), arrays.repeated(band, len(cells)), among)


def _rest(cell: Cell) -> Sequence[Cell]:
    """What the near bands leave of the areas in which they end."""
    inner = _inner(cell)
    return [one for area in _divided(cell) for one in geo.children(area) if one not in inner]


@lru_cache(maxsize=1_024)
def _divided(cell: Cell) -> frozenset[Cell]:
    """The areas of which a part lies within the near bands."""
    return frozenset(geo.parents(_inner(cell), AREA))


@lru_cache(maxsize=1_024)
def _inner(cell: Cell) -> dict[Cell, Band]:
    return {one: band for band in NEAR for one in parts(cell, band)[0]}


@lru_cache(maxsize=512)
def _areas(home: Cell) -> dict[Band, Sequence[Cell]]:
    return {band: _between(home, *ends) for band, ends in zip(FAR, _ends(home, FAR), strict=True)}


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
