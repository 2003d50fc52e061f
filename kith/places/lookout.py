"""A lookout: how much of a list one statement asks for, so that it about fills a page.

That is guessed from how many people pages found lately. A guess never decides what is in a list: if it was too low,
one more statement asks for more.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kith.kit import geo
from kith.kit.geo import Cell
from kith.places import ring as rings
from kith.places.neighbour import Place, Wanted
from kith.places.policy import Policy
from kith.places.ring import BANDS, Ring
from kith.places.spot import AREA, Found

_HOOD = 7
_KNOWN = 100_000
_UNKNOWN = 0.05
_HOUR = timedelta(hours=1)
_ENOUGH = 1.2
_BEFORE_ANYBODY = UUID(int=0)


class Stretch(Struct, frozen=True):
    """A part of a list: from after a place to those of the last ring who were active at `last_at`."""

    after: Place
    rings: Sequence[Ring]
    last_at: datetime
    volume: float
    """In cells times hours of activity."""

    @property
    def end(self) -> Place:
        """After which the list goes on."""
        after = self.after
        return Place(after.began_at, after.cell, self.rings[-1].band, self.last_at, _BEFORE_ANYBODY)


class Lookout:
    """How dense the people are whom somebody would like to see, as a process knows it."""

    def __init__(self, policy: Policy) -> None:
        self.by_region = policy.search_by_region
        self._known: dict[tuple[Cell | None, Wanted], float] = {}

    def density(self, cell: Cell, wanted: Wanted) -> float:
        """How many in a cell were active within the same hour.

        As in the neighbourhood, or in the area, or in areas of which as little was known.
        """
        return next((self._known[key] for key in _keys(cell, wanted) if key in self._known), _UNKNOWN)

    def learn(self, cell: Cell, wanted: Wanted, density: float) -> None:
        """Remember how many there were."""
        if len(self._known) >= _KNOWN:
            self._known.clear()
        hood, area, unknown = _keys(cell, wanted)
        for key in (hood, area) if area in self._known else (hood, area, unknown):
            before = self._known.get(key, density)
            self._known[key] = math.sqrt(before * density)


def stretch(after: Place, since: datetime, now: datetime, enough: float, generous: float) -> Stretch | None:
    """What comes after a place: so many times as much as is `enough`, or to the end of a band where that is nearly so
    much. None at the end of the list.
    """
    volume = enough * generous
    some: list[Ring] = []
    total = 0.0
    for band in BANDS:
        begun = band == after.band_km
        if band < after.band_km or (begun and (after.active_at, after.person_id) <= (since, _BEFORE_ANYBODY)):
            continue
        begin = min(after.active_at, now) if begun else now
        hours = (begin - since) / _HOUR
        some.append(rings.ring(after.cell, band))
        size = some[-1].size
        if total + size * hours >= volume:
            hours = (volume - total) / size
            return Stretch(after, some, max(begin - hours * _HOUR, since), volume)
        total += size * hours
        if total >= _ENOUGH * enough:
            break
    return Stretch(after, some, since, total) if some else None


def volume_to(place: Place, since: datetime, now: datetime, last: Found) -> float:
    """How large the list is from its beginning down to somebody."""
    total = 0.0
    for band in BANDS:
        size = rings.ring(place.cell, band).size
        if band == last.band_km:
            return total + size * max((now - last.active_at) / _HOUR, 0)
        total += size * ((now - since) / _HOUR)
    return total


def measured(found: int, volume: float) -> float:
    """How dense they are of whom so many were found."""
    # As if half a person more had been found: none means few.
    return (found + 0.5) / max(volume, 1)


def _keys(cell: Cell, wanted: Wanted) -> Sequence[tuple[Cell | None, Wanted]]:
    return (geo.parent(cell, _HOOD), wanted), (geo.parent(cell, AREA), wanted), (None, wanted)
