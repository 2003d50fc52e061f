"""A lookout: how much of a list one statement asks for, so that it about fills a page.

That is guessed from how many people pages found lately, band by band: around the edge of a town they are few nearby
and many a little farther away. A guess never decides what is in a list: if it was too low, one more statement asks for
more.
"""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from msgspec import Struct

from kith.kit import geo
from kith.kit.geo import Cell
from kith.places import ring as rings
from kith.places.neighbour import Place, Wanted
from kith.places.policy import Policy
from kith.places.ring import BANDS, FAR, Band, Ring
from kith.places.spot import AREA, MANY, Found

_HOOD = 7
_KNOWN = 50_000
_UNKNOWN = 0.5
_HOUR = timedelta(hours=1)
_NEARLY = 0.6
_GUESSED: Band = 5
_FARTHER: dict[Band, Band] = {_GUESSED: FAR[0]}
_BEFORE_ANYBODY = UUID(int=0)

Densities = Sequence[float | None]
"""How many in a cell were active within the same hour, band by band from the nearest, as far as is known; None before
the place from which was measured.
"""


class Stretch(Struct, frozen=True):
    """A part of a list: from after a place to those of the last ring who were active at `last_at`, in the others at
    `since`.
    """

    after: Place
    rings: Sequence[Ring]
    since: datetime
    last_at: datetime

    @property
    def end(self) -> Place:
        """After which the list goes on."""
        after = self.after
        return Place(after.began_at, after.cell, self.rings[-1].band, self.last_at, _BEFORE_ANYBODY)

    def before(self, ring: Ring) -> Place:
        """After which it goes on where one of its rings begins, which is not the first."""
        after, last = self.after, self.rings[self.rings.index(ring) - 1]
        return Place(after.began_at, after.cell, last.band, self.since, _BEFORE_ANYBODY)


class Lookout:
    """How dense the people are whom somebody would like to see, as a process knows it."""

    def __init__(self, policy: Policy) -> None:
        self.by_region = policy.search_by_region
        self._known: dict[tuple[Cell | None, Wanted], Sequence[float]] = {}

    def expected(self, cell: Cell, wanted: Wanted) -> tuple[Densities, Band]:
        """How many there may be, and how far to look at first.

        As in the neighbourhood; or in the area, or in areas of which as little was known, which may be the town or the
        fields around it.
        """
        hood, *others = (self._known.get(key) for key in _keys(cell, wanted))
        if hood is not None:
            return hood, FAR[-1]
        return next((one for one in others if one is not None), ()), _GUESSED

    def learn(self, cell: Cell, wanted: Wanted, found: Densities) -> None:
        """Remember how many there were, from the beginning of the list."""
        if len(self._known) >= _KNOWN:
            self._known.clear()
        hood, area, unknown = _keys(cell, wanted)
        whole = [one for one in found if one is not None]
        for key in (hood, area) if area in self._known else (hood, area, unknown):
            before = self._known.get(key, ())
            both = [math.sqrt(was * now) for was, now in zip(before, whole, strict=False)]
            self._known[key] = [*both, *before[len(both) :], *whole[len(both) :]]


def stretch(
    after: Place, since: datetime, now: datetime, known: Densities, enough: float, *, farthest: Band
) -> Stretch | None:
    """What comes after a place and should hold `enough`, or a little less where a band then ends, or the farthest. None
    at the end of the list.
    """
    some: list[Ring] = []
    total, density = 0.0, _UNKNOWN
    for place, band in enumerate(BANDS):
        # A band that nobody knows is expected to be like the one before it.
        density = (known[place] if place < len(known) else None) or density
        begun = band == after.band_km
        if band < after.band_km or (begun and (after.active_at, after.person_id) <= (since, _BEFORE_ANYBODY)):
            continue
        begin = min(after.active_at, now) if begun else now
        some.append(rings.ring(after.cell, band))
        an_hour = some[-1].size * density
        hours = (enough - total) / an_hour
        if hours <= (begin - since) / _HOUR:
            return Stretch(after, some, since, begin - hours * _HOUR)
        total += an_hour * ((begin - since) / _HOUR)
        if total >= _NEARLY * enough or band >= farthest:
            break
    return Stretch(after, some, since, since) if some else None


def farther(than: Band) -> Band:
    """How far to look next."""
    return _FARTHER.get(than, FAR[-1])


def measured(place: Place, end: Place, since: datetime, now: datetime, found: Sequence[Found]) -> Densities:
    """How dense they are who were found from a place to another."""
    counted = Counter([one.band_km for one in found])
    densities: list[float | None] = []
    for band in BANDS:
        if band > end.band_km:
            break
        if band < place.band_km:
            densities.append(None)
            continue
        begin = min(place.active_at, now) if band == place.band_km else now
        hours = (begin - (end.active_at if band == end.band_km else since)) / _HOUR
        # As if half a person more had been found: none means few.
        densities.append((counted[band] + 0.5) / max(rings.ring(place.cell, band).size * hours, 1))
    return densities


def crowd(part: Stretch, ring: Ring, now: datetime) -> Densities:
    """How dense they may be in a ring of which a search counted too many: as if there were ten times as many."""
    hours = (now - (part.last_at if ring is part.rings[-1] else part.since)) / _HOUR
    return [None] * BANDS.index(ring.band) + [10 * MANY / (ring.size * hours)]


def corrected(known: Densities, found: Densities) -> Densities:
    """What is known, and where something was found, that."""
    nearer = [one if one is not None else before for one, before in zip_longest(found, known[: len(found)])]
    return [*nearer, *known[len(found) :]]


def _keys(cell: Cell, wanted: Wanted) -> Sequence[tuple[Cell | None, Wanted]]:
    return (geo.parent(cell, _HOOD), wanted), (geo.parent(cell, AREA), wanted), (None, wanted)
