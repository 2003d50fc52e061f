"""Places on Earth as cells of the H3 grid: the only module that turns a position into a cell.

A person's position is snapped at resolution 8 (hexagons of about 0.7 km²) and then gone; all else is reckoned from
cells and the middles of cells.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NewType, cast

import h3.api.basic_int as _h3  # pyright: ignore[reportMissingTypeStubs] it ships none

Cell = NewType("Cell", int)

RESOLUTION = 8

_grid = cast("Any", _h3)
_LEVEL = 52
_WAYS = ((0, 0), (1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1))


def snap(lat: float, lng: float) -> Cell:
    """The cell in which a position lies."""
    return Cell(_grid.latlng_to_cell(lat, lng, RESOLUTION))


def snap_finely(lat: float, lng: float, resolution: int) -> Cell:
    """The small cell in which something lies that wishes to be found; never a person."""
    return Cell(_grid.latlng_to_cell(lat, lng, resolution))


def parent(cell: Cell, resolution: int) -> Cell:
    """The larger cell that a cell belongs to."""
    return Cell(_grid.cell_to_parent(cell, resolution))


def parents(cells: Iterable[Cell], resolution: int) -> list[Cell]:
    """The larger cell that each of many belongs to."""
    # In H3's numbers four bits tell the resolution, and three for each step what was chosen, all set where nothing was.
    kept = ~(15 << _LEVEL)
    given = resolution << _LEVEL | (1 << 3 * (15 - resolution)) - 1
    return cast("list[Cell]", [cell & kept | given for cell in cells])


def children(cell: Cell, resolution: int = RESOLUTION) -> list[Cell]:
    """All smaller cells that belong to a cell."""
    if _grid.is_pentagon(cell):
        return _grid.cell_to_children(cell, resolution)
    return cast("list[Cell]", [cell + each for each in _steps_down(_grid.get_resolution(cell), resolution)])


@lru_cache
def _steps_down(resolution: int, finer: int) -> Sequence[int]:
    """What to add to a cell for each of the seven to the power of so many in it."""
    added = [(finer - resolution) << _LEVEL]
    for level in range(resolution + 1, finer + 1):
        # All three bits are set where nothing was chosen, and 0 to 6 are the choices.
        added = [each - ((7 - choice) << 3 * (15 - level)) for each in added for choice in range(7)]
    return added


def heart(cell: Cell, resolution: int = RESOLUTION) -> Cell:
    """The smaller cell in the middle of a cell."""
    return Cell(_grid.cell_to_center_child(cell, resolution))


def middle(cell: Cell) -> tuple[float, float]:
    """Latitude and longitude of the middle of a cell."""
    return _grid.cell_to_latlng(cell)


def km(one: Cell, other: Cell) -> float:
    """How far the middles of two cells are apart, along a great circle."""
    return _grid.great_circle_distance(middle(one), middle(other))


def disk(cell: Cell, rings: int) -> list[Cell]:
    """The cell and those around it, so many rings of them."""
    return _grid.grid_disk(cell, rings)


def ring(cell: Cell, distance: int) -> list[Cell]:
    """The cells that are exactly so many steps away."""
    return _grid.grid_ring(cell, distance)


def stride(cell: Cell) -> float:
    """How many kilometres one step is around here, at most: cells are not of one size everywhere."""
    here, far = _grid.cell_to_latlng(cell), _grid.great_circle_distance
    return max(far(here, _grid.cell_to_latlng(other)) for other in _grid.grid_ring(cell, 1))


def step(cell: Cell, way: int) -> Cell:
    """The neighbour in one of the ways 1 to 6, which are the same for cells near each other; the cell itself for 0."""
    across, along = _WAYS[way]
    i, j = _grid.cell_to_local_ij(cell, cell)
    try:
        return Cell(_grid.local_ij_to_cell(cell, i + across, j + along))
    except RuntimeError:
        # One of the twelve pentagons, all of them at sea, has a neighbour less.
        return cell


def written(cell: Cell) -> str:
    """The cell as H3 writes it: hexadecimal."""
    return _grid.int_to_str(cell)
