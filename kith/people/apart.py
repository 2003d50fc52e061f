"""Ask from whom a person is kept apart."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def apart(tx: Tx, person_id: PersonId) -> list[PersonId]:
    """Everybody whom the person has blocked or by whom the person is blocked: they do not see each other."""
    return [PersonId(other_id) for other_id in await ties.apart.all(tx, person_id=person_id)]
