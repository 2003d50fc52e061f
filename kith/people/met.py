"""Ask whether two people have met."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def met(tx: Tx, one: PersonId, other: PersonId) -> bool:
    """True when they are friends and have both written to each other."""
    tie = await ties.between.one(tx, person_id=one, other_id=other)
    return tie.met and tie.follows and tie.followed
