"""Take a block back."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.hold_pair import hold_pair
from kith.people.person import PersonId


async def unblock(tx: Tx, person_id: PersonId, other_id: PersonId) -> None:
    """The two see each other again unless the other one blocked as well. They do not follow each other any more."""
    await hold_pair(tx, person_id, other_id)
    await ties.unblock.run(tx, person_id=person_id, other_id=other_id)
    await ties.be_unblocked.run(tx, person_id=other_id, other_id=person_id)
