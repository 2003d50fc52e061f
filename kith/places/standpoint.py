"""Find out where others may find something that a person puts down."""

from datetime import datetime

from kith import people
from kith.kit.geo import Cell
from kith.kit.sql import Tx
from kith.places import spot as spots
from kith.places import whereabouts as rows


async def standpoint(tx: Tx, person_id: people.PersonId, now: datetime) -> Cell:
    """Where they find the person: the noised cell, or the middle of a much larger one where the distance is hidden.

    Raises `NearbyOff`, `YouAreInvisible`, `PositionUnknown`, in this order.
    """
    row = await rows.of.maybe(tx, person_id=person_id)
    cell = rows.viewpoint(row, now)
    return spots.shown(cell, row is not None and row.hides_distance)
