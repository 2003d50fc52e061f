"""A spot: where others find a person. It is all that a search reads, and holds noised cells only.

Activity is kept in steps of five minutes, so that its order tells who was here lately and not who went out together.
Who hides the distance stands in the middle of a large cell: whoever searches from wherever finds no more than that.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, LiteralString, get_args
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit import arrays, geo
from kith.kit.geo import Cell
from kith.kit.sql import Query, Statement
from kith.places.whereabouts import Whereabouts

Within = Literal["15m", "1h", "1d", "3d"]
"""Active in the last 15 minutes, hour, day, three days."""

REGION, AREA, HIDDEN = 4, 6, 5
"""Resolutions: of what is stored together, of what far people are looked for in, of where hidden ones stand."""

SPANS: dict[Within, timedelta] = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1d": timedelta(days=1),
    "3d": timedelta(days=3),
}
MANY = 500
"""A search that counts goes no further."""

GENDERS: tuple[people.Gender, ...] = get_args(people.Gender)
"""Kept as numbers, as an index compares them faster: their places in this row."""

_STEP = timedelta(minutes=5)
_ZERO = datetime(2000, 1, 1, tzinfo=UTC)


class Traits(Struct, frozen=True):
    """What filters ask of a person."""

    gender: people.Gender
    birthday: date


class Step(Struct, frozen=True):
    """A person's whereabouts before and after, when she was active, and what filters ask of her."""

    before: Whereabouts
    after: Whereabouts
    at: datetime
    traits: Traits


class Found(Struct, frozen=True, gc=False):
    """Somebody found by a search."""

    person_id: people.PersonId
    band_km: int
    active_at: datetime
    hides_distance: bool
    among: int
    """So many there were in what was asked for, counted up to `MANY`; 0 where they were not counted."""


def slot(at: datetime) -> datetime:
    """The step of time in which a moment lies."""
    return at - (at - _ZERO) % _STEP


def since(within: Within, now: datetime) -> datetime:
    """The first step that counts as within this span."""
    return slot(now) - SPANS[within]


def lately(active_at: datetime, now: datetime) -> Within:
    """How long ago somebody was active, as filters tell it apart."""
    spans: tuple[Within, ...] = ("15m", "1h", "1d")
    for within in spans:
        if active_at >= since(within, now):
            return within
    return "3d"


def shown(cell: Cell, hides_distance: bool) -> Cell:
    """Where others find somebody who is believed to be in `cell`."""
    return geo.heart(geo.parent(cell, HIDDEN)) if hides_distance else cell


def region(cell: Cell) -> Cell:
    """With whom somebody who is found in `cell` is stored."""
    return geo.parent(cell, REGION)


def changes(step: Step) -> bool:
    """Whether anything is to be written: within five minutes, whoever stays in a cell changes nothing."""
    before, after = step.before, step.after
    return before.cell != after.cell or before.fixed_at is None or slot(before.fixed_at) != slot(step.at)


def columns(steps: Sequence[Step]) -> dict[str, object]:
    """Steps as the arrays that `move` takes. All of them know a cell."""
    cells = [step.after.cell or Cell(0) for step in steps]
    stands = [shown(cell, step.after.hides_distance) for cell, step in zip(cells, steps, strict=True)]
    regions = [region(cell) for cell in stands]
    return {
        "person_ids": arrays.uuids([step.after.person_id for step in steps]),
        "versions": arrays.bigints([step.before.version for step in steps]),
        "cells": arrays.bigints(cells),
        "fixed": arrays.moments([step.after.fixed_at for step in steps]),
        "forget": arrays.moments([step.after.forget_at for step in steps]),
        "left": arrays.bigints([_left(step, now_in) for step, now_in in zip(steps, regions, strict=True)]),
        "listed": arrays.bigints([not step.after.invisible for step in steps]),
        "regions": arrays.bigints(regions),
        "stands": arrays.bigints(stands),
        "areas": arrays.bigints([geo.parent(cell, AREA) for cell in stands]),
        "genders": arrays.bigints([GENDERS.index(step.traits.gender) for step in steps]),
        "birthdays": arrays.bigints([step.traits.birthday.toordinal() for step in steps]),
        "active": arrays.moments([slot(step.at) for step in steps]),
        "hidden": arrays.bigints([step.after.hides_distance for step in steps]),
    }


def _left(step: Step, now_in: Cell) -> int:
    """The region in which a row is left behind; 0 where there is none."""
    if step.before.cell is None:
        return 0
    was_in = region(shown(step.before.cell, step.before.hides_distance))
    return 0 if was_in == now_in else was_in


# Day 1 of Python's calendar is the first of January of the year 1.
move = Query(
    UUID,
    """
    WITH moved AS (
        UPDATE whereabouts
        SET cell = step.cell, fixed_at = step.fixed_at, forget_at = step.forget_at, version = whereabouts.version + 1
        FROM unnest(%(person_ids)b::uuid[], %(versions)b::bigint[], %(cells)b::bigint[], %(fixed)b::timestamptz[],
                    %(forget)b::timestamptz[], %(left)b::bigint[], %(listed)b::bigint[], %(regions)b::bigint[],
                    %(stands)b::bigint[], %(areas)b::bigint[], %(genders)b::bigint[], %(birthdays)b::bigint[],
                    %(active)b::timestamptz[], %(hidden)b::bigint[])
             AS step (person_id, version, cell, fixed_at, forget_at, left_region, listed, region,
                      stands, area, gender, birthday, active_at, hidden)
        WHERE whereabouts.person_id = step.person_id AND whereabouts.version = step.version
        RETURNING whereabouts.person_id, step.left_region, step.listed, step.region,
                  step.stands, step.area, step.gender, step.birthday, step.active_at, step.hidden
    ), gone AS (
        DELETE FROM spot USING moved
        WHERE moved.left_region <> 0 AND spot.region = moved.left_region AND spot.person_id = moved.person_id
    ), standing AS (
        INSERT INTO spot (region, person_id, cell, area, gender, birthday, active_at, hides_distance)
        SELECT region, person_id, stands, area, gender, date '0001-01-01' + (birthday - 1)::integer, active_at,
               hidden = 1
        FROM moved WHERE listed = 1
        ON CONFLICT (region, person_id) DO UPDATE
        SET cell = excluded.cell, area = excluded.area, gender = excluded.gender, birthday = excluded.birthday,
            active_at = excluded.active_at, hides_distance = excluded.hides_distance
    )
    SELECT person_id FROM moved WHERE person_id IS NOT NULL
    """,
)
remove = Statement("DELETE FROM spot WHERE region = %(region)s AND person_id = %(person_id)s")

# A person's row is locked by the first part; who has sent another position meanwhile is not forgotten.
forget = Statement(
    """
    WITH forgotten AS (
        UPDATE whereabouts SET cell = NULL, fixed_at = NULL, forget_at = NULL, version = version + 1
        FROM unnest(%(person_ids)b::uuid[], %(regions)b::bigint[]) AS due (person_id, region)
        WHERE whereabouts.person_id = due.person_id AND forget_at <= %(now)s
        RETURNING whereabouts.person_id, due.region
    )
    DELETE FROM spot USING forgotten
    WHERE spot.region = forgotten.region AND spot.person_id = forgotten.person_id
    """
)

# To plan a search takes longer than to search, and a plan for all values is as good as one for these.
plan_once = Statement("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")

# What filters ask stands in the index behind the order of the list, so that who does not pass them is passed over
# there. The planner is kept from seeing the values by which it would estimate.
_WANTED: LiteralString = """
    {where} = ANY ((SELECT %(cells)b::bigint[])::bigint[])
        AND active_at >= (SELECT %(from_at)s::timestamptz)
        AND (active_at, person_id) < ((SELECT %(before_at)s::timestamptz), %(before_id)s::uuid)
        AND birthday BETWEEN (SELECT %(oldest)s::date) AND (SELECT %(youngest)s::date)
        AND gender BETWEEN (SELECT %(first_gender)s::smallint) AND (SELECT %(last_gender)s::smallint)
        AND person_id <> ALL (%(hidden)b::uuid[])
    """
_ALL: LiteralString = """
    SELECT person_id, %(band)s::integer AS band_km, active_at, hides_distance, 0 AS among FROM spot
    WHERE {wanted} ORDER BY active_at DESC, person_id DESC LIMIT %(limit)s
    """.replace("{wanted}", _WANTED)
# The first five hundred are any five hundred: whoever finds so many has to ask for less.
_SOME: LiteralString = """
    SELECT person_id, %(band)s::integer AS band_km, active_at, hides_distance, count(*) OVER ()::integer AS among
    FROM (SELECT person_id, active_at, hides_distance FROM spot WHERE {wanted} LIMIT 500) AS fitting
    ORDER BY active_at DESC, person_id DESC LIMIT %(limit)s
    """.replace("{wanted}", _WANTED)
in_cells = Query(Found, _ALL.replace("{where}", "cell"))
in_areas = Query(Found, _ALL.replace("{where}", "area"))
some_in_cells = Query(Found, _SOME.replace("{where}", "cell"))
some_in_areas = Query(Found, _SOME.replace("{where}", "area"))

# Where regions lie on several nodes, each node is asked about one of its own.
in_cells_of = Query(Found, _ALL.replace("{where}", "region = %(region)s AND cell"))
in_areas_of = Query(Found, _ALL.replace("{where}", "region = %(region)s AND area"))
some_in_cells_of = Query(Found, _SOME.replace("{where}", "region = %(region)s AND cell"))
some_in_areas_of = Query(Found, _SOME.replace("{where}", "region = %(region)s AND area"))
