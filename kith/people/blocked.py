"""Ask whether two people are kept apart."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def blocked(tx: Tx, one: PersonId, other: PersonId) -> bool:
    """True when either has blocked the other, or has left."""
    return await ties.kept_apart.one(tx, person_id=one, other_id=other)
