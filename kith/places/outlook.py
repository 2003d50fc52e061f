"""Find out from where a person looks around, if from anywhere."""

from datetime import datetime

from kith import people
from kith.kit.geo import Cell
from kith.kit.sql import Tx
from kith.places.viewpoint import viewpoint
from kith.places.whereabouts import NearbyOff, PositionUnknown, YouAreInvisible


async def outlook(tx: Tx, person_id: people.PersonId, now: datetime) -> Cell | None:
    """The noised cell; None for somebody who does not take part nearby, or whose position is not known."""
    try:
        return await viewpoint(tx, person_id, now)
    except (NearbyOff, YouAreInvisible, PositionUnknown):
        return None
