"""Find out where something stands that a person puts down and leaves behind."""

from datetime import datetime

from kith import people
from kith.kit import geo
from kith.kit.geo import Cell
from kith.kit.sql import Tx
from kith.places import spot as spots
from kith.places import whereabouts as rows


async def standpoint(tx: Tx, person_id: people.PersonId, now: datetime) -> Cell:
    """The middle of the area, of some 36 km², in which others find the person; of a larger one where she hides the
    distance. It stays for longer than a position may, and tells what is put down there, and not where somebody was.

    Raises `NearbyOff`, `YouAreInvisible`, `PositionUnknown`, in this order.
    """
    row = await rows.of.maybe(tx, person_id=person_id)
    cell = rows.viewpoint(row, now)
    shown = spots.shown(cell, row is not None and row.hides_distance)
    return geo.heart(geo.parent(shown, spots.AREA))
