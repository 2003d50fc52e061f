"""Ask what filters want to know of several people."""

from collections.abc import Sequence
from datetime import date

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people.person import Gender, PersonId


async def traits(tx: Tx, person_ids: Sequence[PersonId]) -> dict[PersonId, tuple[Gender, date]]:
    """Gender and birthday by id, of those who have a profile. The birthday is not for the eyes of others."""
    known = await persons.known.all(tx, person_ids=list(person_ids)) if person_ids else []
    return {one.person_id: (one.gender, one.birthday) for one in known}
