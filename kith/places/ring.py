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
_NONE = arrays.bigints(())


class Ring(Struct, frozen=True):
    """A band around a cell: single cells, and whole areas, packed in order as a search takes them."""

    band: Band
    cells: BigintArray | None
    areas: BigintArray | None
    size: int
    """So many cells it is as large as."""


def ring(cell: Cell, band: Band) -> Ring:
    """One of the bands around a cell."""
    if band <= 5:
        return _small(cell, band)
    return _large(cell, band) if band <= FAR[0] or not _is_far(cell, band) else _far(geo.parent(cell, AREA), band)


def parts(cell: Cell, band: Band) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The cells and the areas of a band."""
    if band in NEAR:
        return _between(cell, *_steps(cell)[NEAR.index(band)]), ()
    divided = _divided(cell)
    areas = [area for area in _areas(geo.parent(cell, AREA))[band] if area not in divided]
    return _rest(cell) if band == FAR[0] else (), areas


def by_region(packed: BigintArray) -> dict[Cell, BigintArray]:
    """The same cells or areas by the regions in which they are stored."""
    among: dict[Cell, list[Cell]] = {}
    cells = [Cell(one) for one in arrays.unpacked(packed)]
    for one, region in zip(cells, geo.parents(cells, REGION), strict=True):
        among.setdefault(region, []).append(one)
    return {region: arrays.bigints(some) for region, some in among.items()}


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


@lru_cache(maxsize=512)
def _far(home: Cell, band: Band) -> Ring:
    return _ring(band, (), _areas(home)[band])


def _is_far(cell: Cell, band: Band) -> bool:
    """Whether a band begins behind all areas that are divided: then it is the same for all cells of an area."""
    return _divided(cell).isdisjoint(_areas(geo.parent(cell, AREA))[band])


def _ring(band: Band, cells: Sequence[Cell], areas: Sequence[Cell]) -> Ring:
    return Ring(band, _packed(cells), _packed(areas), len(cells) + _CELLS_OF_AREA * len(areas))


def _packed(cells: Sequence[Cell]) -> BigintArray | None:
    return arrays.bigints(sorted(cells)) if cells else None


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
    return {Cell(one): band for band in NEAR for one in arrays.unpacked(ring(cell, band).cells or _NONE)}


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
