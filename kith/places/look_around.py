"""Look around from a cell."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from kith.kit import arrays
from kith.kit.page import TOP
from kith.kit.sql import Query, Tx
from kith.places import lookout as lookouts
from kith.places import ring as rings
from kith.places import spot as spots
from kith.places.lookout import Lookout, Stretch
from kith.places.neighbour import Place, Wanted, following, question
from kith.places.ring import Ring
from kith.places.spot import Found

_GENEROUS, _EVER_MORE = 2.0, 3.0
_OF_REGION = (spots.some_in_cells_of, spots.some_in_areas_of), (spots.in_cells_of, spots.in_areas_of)
_order = attrgetter("active_at", "person_id")


async def look_around(
    tx: Tx, lookout: Lookout, place: Place, wanted: Wanted, *, hidden: Sequence[UUID], limit: int, now: datetime
) -> list[Found]:
    """Who comes after `place`, band by band from the nearest, in each who was active last first, until there are
    `limit`; `hidden` are left out.

    Asks for a stretch of the list that is expected to hold so many, and for ever larger ones while there are too few.
    """
    since = spots.since(wanted.active, now)
    asked = {**question(wanted, now), "hidden": arrays.uuids(hidden)}
    known, farthest = lookout.expected(place.cell, wanted)
    end, generous = place, _GENEROUS
    found: list[Found] = []
    while part := lookouts.stretch(end, since, now, known, (limit - len(found)) * generous, farthest=farthest):
        some, crowded = await _search(tx, part, asked, limit - len(found), by_region=lookout.by_region)
        found += some
        if len(found) == limit:
            end = following(place, found[-1])
            break
        end, farthest = part.before(crowded) if crowded else part.end, lookouts.farther(farthest)
        known = lookouts.corrected(known, lookouts.measured(place, end, since, now, found))
        if crowded:
            known = lookouts.corrected(known, lookouts.crowd(part, crowded, now))
        else:
            generous *= _EVER_MORE
    if place.band_km == 0:
        lookout.learn(place.cell, wanted, lookouts.measured(place, end, since, now, found))
    return found


async def _search(
    tx: Tx, part: Stretch, asked: dict[str, object], limit: int, *, by_region: bool
) -> tuple[list[Found], Ring | None]:
    """Ask for all of it in one go, and put the answers in order, up to a ring in which there are too many."""
    asks, nearest = _asks_by_region if by_region else _asks, part.rings[0]
    spots.plan_once.send(tx)
    sent = [
        [
            query.send(tx, **asked, **_bounds(part, ring), **where, limit=limit)
            for query, where in asks(ring, whole=ring is nearest)
        ]
        for ring in part.rings
    ]
    found: list[Found] = []
    for ring, answers in zip(part.rings, sent, strict=True):
        if len(found) >= limit:
            break
        lists = [await answer.all() for answer in answers]
        if any(some[0].among >= spots.MANY for some in lists if some):
            return found, ring
        band = [one for some in lists for one in some]
        if len(lists) > 1:
            band.sort(key=_order, reverse=True)
        found += band
    return found[:limit], None


def _bounds(part: Stretch, ring: Ring) -> dict[str, object]:
    """Which part of a band lies in the stretch."""
    after, band = part.after, ring.band
    return {
        "band": band,
        "from_at": part.last_at if ring is part.rings[-1] else part.since,
        "before_at": after.active_at if band == after.band_km else TOP[0],
        "before_id": after.person_id,
    }


def _asks(ring: Ring, *, whole: bool) -> Iterator[tuple[Query[Found], dict[str, object]]]:
    """What to ask in cells, and in areas."""
    if ring.cells:
        yield spots.in_cells if whole else spots.some_in_cells, {"cells": ring.cells}
    if ring.areas:
        yield spots.in_areas if whole else spots.some_in_areas, {"cells": ring.areas}


def _asks_by_region(ring: Ring, *, whole: bool) -> Iterator[tuple[Query[Found], dict[str, object]]]:
    """The same, each region by itself."""
    cells, areas = _OF_REGION[whole]
    for query, packed in ((cells, ring.cells), (areas, ring.areas)):
        for region, some in rings.by_region(packed).items() if packed else ():
            yield query, {"region": region, "cells": some}
