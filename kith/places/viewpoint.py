"""Find out from where a person looks around."""

from datetime import datetime

from kith import people
from kith.kit.geo import Cell
from kith.kit.sql import Tx
from kith.places import whereabouts as rows


async def viewpoint(tx: Tx, person_id: people.PersonId, now: datetime) -> Cell:
    """The noised cell. Raises `NearbyOff`, `YouAreInvisible`, `PositionUnknown`, in this order."""
    return rows.viewpoint(await rows.of.maybe(tx, person_id=person_id), now)
