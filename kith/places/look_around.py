"""Look around from a cell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith.kit import arrays
from kith.kit.page import TOP
from kith.kit.sql import Query, Tx
from kith.places import spot as spots
from kith.places.neighbour import Place, Row, Wanted, question
from kith.places.ring import Ring, rings
from kith.places.spot import Found


async def look_around(
    tx: Tx, place: Place, wanted: Wanted, *, hidden: Sequence[UUID], limit: int, now: datetime
) -> list[Row]:
    """Who comes after `place`, band by band from the nearest, in each who was active last first, until there are
    `limit`; `hidden` are left out.
    """
    asked = {**question(wanted, now), "hidden": arrays.uuids(hidden)}
    found: list[Row] = []
    for parts in rings(place.cell):
        if not parts or parts[0].band_km < place.band_km:
            continue
        top = (place.active_at, place.person_id) if parts[0].band_km == place.band_km else TOP
        found += await _band(tx, parts, {**asked, "after_at": top[0], "after_id": top[1]}, limit - len(found))
        if len(found) >= limit:
            break
    return found


async def _band(tx: Tx, parts: Sequence[Ring], asked: dict[str, object], limit: int) -> list[Row]:
    """One band: its parts are asked for in one go and merged."""
    if len(parts) == 1:
        found = await _query(parts[0]).all(tx, **asked, **_where(parts[0]), limit=limit)
    else:
        answers = [_query(part).send(tx, **asked, **_where(part), limit=limit) for part in parts]
        found = [one for answer in answers for one in await answer.all()]
        found.sort(key=lambda one: (one.active_at, one.person_id), reverse=True)
    return [Row(parts[0].band_km, one) for one in found[:limit]]


def _query(part: Ring) -> Query[Found]:
    return spots.far if part.by_area else spots.near


def _where(part: Ring) -> dict[str, object]:
    return {"region": part.region, "cells": part.cells, "walk": part.walk}
