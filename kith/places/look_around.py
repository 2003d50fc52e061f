"""Look around from a cell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith.kit import arrays, geo
from kith.kit.geo import Cell
from kith.kit.page import TOP
from kith.kit.sql import Query, Tx
from kith.places import ring as rings
from kith.places import spot as spots
from kith.places.neighbour import Place, Wanted, question
from kith.places.ring import NEAR, Band, Ring
from kith.places.spot import AREA, Found

_KNOWN = 50_000

_enough: dict[tuple[Cell, Wanted], int] = {}
"""How many of the near bands have lately filled a page, by area and filters: so many are asked for in one go."""


async def look_around(
    tx: Tx, place: Place, wanted: Wanted, *, hidden: Sequence[UUID], limit: int, now: datetime
) -> list[Found]:
    """Who comes after `place`, band by band from the nearest, in each who was active last first, until there are
    `limit`; `hidden` are left out.
    """
    asked: dict[str, object] = {
        **question(wanted, now),
        "hidden": arrays.uuids(hidden),
        "after_band": place.band_km,
        "after_at": place.active_at,
        "after_id": place.person_id,
        "top_at": TOP[0],
        "top_id": TOP[1],
    }
    bands: list[Band] = [band for band in NEAR if band >= place.band_km]
    key = geo.parent(place.cell, AREA), wanted
    first = min(_enough.get(key, 2), len(bands))
    found: list[Found] = []
    for some in (bands[:first], bands[first:]):
        if some and len(found) < limit:
            found += await _search(tx, rings.near(place.cell, some), asked, limit - len(found))
    if bands == [*NEAR]:
        _learn(key, found, limit)
    if len(found) < limit:
        found += await _search(tx, rings.far(place.cell), asked, limit - len(found))
    return found


def _learn(key: tuple[Cell, Wanted], found: Sequence[Found], limit: int) -> None:
    """Remember how many bands were needed."""
    if len(_enough) >= _KNOWN:
        _enough.clear()
    last = found[-1].band_km if len(found) >= limit else NEAR[-1]
    _enough[key] = next(count for count, band in enumerate(NEAR, 1) if band >= last)


async def _search(tx: Tx, parts: Sequence[Ring], asked: dict[str, object], limit: int) -> list[Found]:
    """Several bands: what lies in different regions is asked for in one go and merged."""
    if len(parts) == 1:
        return await _query(parts[0]).all(tx, **asked, **_where(parts[0]), limit=limit)
    answers = [_query(part).send(tx, **asked, **_where(part), limit=limit) for part in parts]
    found = [one for answer in answers for one in await answer.all()]
    found.sort(key=lambda one: (one.active_at, one.person_id), reverse=True)
    found.sort(key=lambda one: one.band_km)
    return found[:limit]


def _query(part: Ring) -> Query[Found]:
    return spots.far if part.by_area else spots.near


def _where(part: Ring) -> dict[str, object]:
    return {"region": part.region, "cells": part.cells, "bands": part.bands, "walk": part.walk}
