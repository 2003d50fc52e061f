"""Look at a person's gift door."""

from kith.kit.sql import Tx
from kith.people import gift_door as doors
from kith.people.gift_door import Door
from kith.people.person import PersonId, PersonNotFound


async def door(tx: Tx, person_id: PersonId) -> Door:
    """Who may give, up to what price, how many a week. Raises `PersonNotFound`."""
    found = await doors.of.maybe(tx, person_id=person_id)
    if found is None:
        raise PersonNotFound
    return found
