"""Look around from a cell."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from kith.kit import arrays
from kith.kit.sql import Query, Tx
from kith.places import lookout as lookouts
from kith.places import spot as spots
from kith.places.lookout import Lookout, Stretch
from kith.places.neighbour import Place, Wanted, question
from kith.places.ring import Strip
from kith.places.spot import Found

_GENEROUS, _EVER_MORE = 2.0, 3.0


async def look_around(
    tx: Tx, lookout: Lookout, place: Place, wanted: Wanted, *, hidden: Sequence[UUID], limit: int, now: datetime
) -> list[Found]:
    """Who comes after `place`, band by band from the nearest, in each who was active last first, until there are
    `limit`; `hidden` are left out.

    Asks for a stretch of the list that is expected to hold so many, and for ever larger ones while there are too few.
    """
    since = spots.since(wanted.active, now)
    asked = {**question(wanted, now), "hidden": arrays.uuids(hidden)}
    density, generous = lookout.density(place.cell, wanted), _GENEROUS
    after, volume = place, 0.0
    found: list[Found] = []
    while len(found) < limit:
        missing = limit - len(found)
        part = lookouts.stretch(after, since, now, missing / density, generous)
        if part is None:
            break
        found += (await _search(tx, part, {**asked, "limit": missing}, by_region=lookout.by_region))[:missing]
        after, volume = part.end, volume + part.volume
        density, generous = lookouts.measured(len(found), volume), generous * _EVER_MORE
    if place.band_km == 0:
        if len(found) == limit:
            density = lookouts.measured(limit, lookouts.volume_to(place, since, now, found[-1]))
        lookout.learn(place.cell, wanted, density)
    return found


async def _search(tx: Tx, part: Stretch, asked: dict[str, object], *, by_region: bool) -> list[Found]:
    """Ask for all of it in one go, and merge the answers."""
    asked |= {
        "after_band": part.after.band_km,
        "after_at": part.after.active_at,
        "after_id": part.after.person_id,
        "last_band": part.rings[-1].band,
        "last_at": part.last_at,
    }
    spots.steady.send(tx)
    answers = [query.send(tx, **asked, **where) for query, where in _questions(part, by_region=by_region)]
    found = [one for answer in answers for one in await answer.all()]
    if len(answers) > 1:
        found.sort(key=lambda one: (one.active_at, one.person_id), reverse=True)
        found.sort(key=lambda one: one.band_km)
    return found


def _questions(part: Stretch, *, by_region: bool) -> Iterator[tuple[Query[Found], dict[str, object]]]:
    """What to ask in cells, and in areas."""
    cells = [one.cells for one in part.rings if one.cells]
    areas = [one.areas for one in part.rings if one.areas]
    if by_region:
        for query, strips in ((spots.in_cells_of, cells), (spots.in_areas_of, areas)):
            for region in {region for one in strips for region in one.among}:
                yield query, {**_columns(strips), "region": region}
        return
    if cells:
        yield spots.in_cells, _columns(cells)
    if areas:
        yield spots.in_areas, _columns(areas)


def _columns(strips: Sequence[Strip]) -> dict[str, object]:
    return {
        "regions": arrays.joined([one.regions for one in strips]),
        "cells": arrays.joined([one.cells for one in strips]),
        "bands": arrays.joined([one.bands for one in strips]),
    }
