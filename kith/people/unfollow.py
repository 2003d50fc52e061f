"""Stop following a person."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.hold_pair import hold_pair
from kith.people.person import PersonId


async def unfollow(tx: Tx, person_id: PersonId, other_id: PersonId) -> None:
    """Remove the tie from both ends; nothing happens where there is none."""
    await hold_pair(tx, person_id, other_id)
    await ties.unfollow.run(tx, person_id=person_id, other_id=other_id)
    await ties.lose_follower.run(tx, person_id=other_id, other_id=person_id)
