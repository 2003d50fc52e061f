"""Find out who is where something opens."""

from collections.abc import Collection
from datetime import datetime

from kith import people
from kith.kit import geo
from kith.kit.geo import Cell
from kith.kit.sql import Tx
from kith.places import spot as spots
from kith.places import whereabouts as rows


async def within(
    tx: Tx, asked: Collection[tuple[people.PersonId, Cell]], steps: int, now: datetime
) -> set[tuple[people.PersonId, Cell]]:
    """Those who are found at most so many steps from the cell that they are named with.

    It is reckoned from where others find them, so that it tells no more than the list does: who hides the distance is
    everywhere in the larger area, and whoever is invisible, shares nothing or was forgotten is nowhere.
    """
    found = await rows.of_many.all(tx, person_ids=list({person_id for person_id, _ in asked}))
    shown = {
        row.person_id: row
        for row in found
        if row.sharing and not row.invisible and row.forget_at and row.forget_at > now
    }
    return {
        (person_id, cell)
        for person_id, cell in asked
        if (row := shown.get(person_id)) and row.cell and _near(row.cell, cell, steps, row.hides_distance)
    }


def _near(found: Cell, cell: Cell, steps: int, hides_distance: bool) -> bool:
    around = geo.disk(cell, steps)
    if hides_distance:
        return geo.parent(found, spots.HIDDEN) in geo.parents(around, spots.HIDDEN)
    return found in around
