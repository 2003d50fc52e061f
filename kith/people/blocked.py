"""Ask whether a block stands between two people."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def blocked(tx: Tx, one: PersonId, other: PersonId) -> bool:
    """True when either has blocked the other."""
    return (await ties.between.one(tx, person_id=one, other_id=other)).blocked
