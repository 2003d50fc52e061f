"""Look at how one is found nearby."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.places import whereabouts as rows
from kith.places.whereabouts import Nearby


async def view_nearby(tx: Tx, person_id: people.PersonId, now: datetime) -> Nearby:
    """What the person chose; everything is off until then."""
    return rows.choices(await rows.of.maybe(tx, person_id=person_id), now)
