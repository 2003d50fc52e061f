"""Noise and rings: what is drawn once for a number and a neighbourhood, and that no cell is in two bands or none."""

from hypothesis import given
from hypothesis import strategies as st

from kith.kit import geo
from kith.places.noise import NEIGHBOURHOOD, Noise
from kith.places.position import Position
from kith.places.ring import BANDS, FAR, band_between, parts, regions, ring
from kith.places.spot import AREA, region, shown

LATS, LNGS = st.floats(-60, 70), st.floats(-180, 180)
SEEDS = st.binary(min_size=32, max_size=32)
NOISE = Noise(bytes(32))
BEIJING = geo.snap(39.9, 116.4)


@given(LATS, LNGS, SEEDS)
def test_it_is_one_ring_and_always_the_same(lat: float, lng: float, seed: bytes) -> None:
    cell = geo.snap(lat, lng)
    noised = NOISE.noised(seed, cell)
    assert noised in geo.disk(cell, 1)
    assert NOISE.noised(seed, cell) == noised


@given(SEEDS)
def test_a_neighbourhood_is_moved_as_a_whole(seed: bytes) -> None:
    cells = geo.children(geo.parent(BEIJING, NEIGHBOURHOOD))
    moved = {cell: NOISE.noised(seed, cell) for cell in cells}
    assert len(set(moved.values())) == len(cells)
    [way] = {next(way for way in range(7) if geo.step(cell, way) == noised) for cell, noised in moved.items()}
    assert way in range(7)


def test_every_way_is_drawn_about_as_often() -> None:
    drawn = [NOISE.noised(number.to_bytes(32, "big"), BEIJING) for number in range(2_100)]
    assert set(drawn) == set(geo.disk(BEIJING, 1))
    assert all(230 < drawn.count(cell) < 380 for cell in set(drawn))


def test_another_installation_draws_otherwise() -> None:
    other = Noise(b"1" * 32)
    assert any(NOISE.noised(bytes([n] * 32), BEIJING) != other.noised(bytes([n] * 32), BEIJING) for n in range(20))


def test_a_pentagon_is_no_trap() -> None:
    for cell in geo.disk(geo.snap(-50.103201482241, -143.478490016788), 2):
        assert all(geo.step(cell, way) in geo.disk(cell, 1) for way in range(7))


@given(LATS, LNGS)
def test_nothing_is_left_of_a_position_but_its_cell(lat: float, lng: float) -> None:
    position = Position(lat, lng)
    assert position.cell == geo.snap(lat, lng)
    assert (position.lat, position.lng) == (0.0, 0.0)
    assert lat in (0.0, -0.0) or str(lat) not in repr(position)


def test_every_cell_is_in_one_band() -> None:
    """And in the right one: whoever is in a near one is surely within it."""
    seen: dict[int, int] = {}
    for band in BANDS:
        cells, areas = parts(BEIJING, band)
        for cell in (*cells, *(cell for area in areas for cell in geo.children(area))):
            assert cell not in seen
            seen[cell] = band
        assert ring(BEIJING, band).size == list(seen.values()).count(band)
    assert {region(cell) for cell in map(geo.Cell, seen)} == set(regions(BEIJING))
    for cell in geo.disk(BEIJING, 140)[::7]:
        assert band_between(BEIJING, cell) == seen.get(cell)
    for cell in geo.disk(BEIJING, 140):
        away, band = geo.km(BEIJING, cell), seen.get(cell, 100)
        if away < FAR[-1] * 0.7:
            assert cell in seen
        if cell in seen:
            # Steps go around corners, and areas are large.
            assert away < band + (8 if band in FAR else 0.1)
            assert away > {1: -1, 2: 0.6, 5: 1.2, 10: 3.4, 20: 7, 50: 10, 100: 27}[band]


@given(LATS, LNGS)
def test_the_larger_cells_are_those_of_h3(lat: float, lng: float) -> None:
    cells = geo.disk(geo.snap(lat, lng), 2)
    for resolution in range(9):
        larger = [geo.parent(cell, resolution) for cell in cells]
        assert geo.parents(cells, resolution) == larger
        assert geo.parents(larger, resolution // 2) == [geo.parent(cell, resolution // 2) for cell in larger]


@given(LATS, LNGS)
def test_the_smaller_cells_are_those_of_h3(lat: float, lng: float) -> None:
    cell = geo.snap(lat, lng)
    for resolution in range(4, 9):
        larger = geo.parent(cell, resolution)
        inside = geo.children(larger)
        assert cell in inside
        assert len(set(inside)) == 7 ** (8 - resolution)
        assert set(geo.parents(inside, resolution)) == {larger}


@given(LATS, LNGS)
def test_a_hidden_distance_is_that_of_a_large_cell(lat: float, lng: float) -> None:
    cell = geo.snap(lat, lng)
    stands = shown(cell, hides_distance=True)
    assert stands == shown(stands, hides_distance=True)
    assert geo.parent(stands, 5) == geo.parent(cell, 5)
    assert geo.parent(stands, AREA) in geo.children(geo.parent(cell, 5), AREA)
    assert shown(cell, hides_distance=False) == cell
