"""Ask whether two people are friends."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def mutual(tx: Tx, one: PersonId, other: PersonId) -> bool:
    """True when they follow each other."""
    tie = await ties.between.one(tx, person_id=one, other_id=other)
    return tie.follows and tie.followed
