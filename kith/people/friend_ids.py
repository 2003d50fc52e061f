"""Look up a person's friends."""

from kith.kit.sql import Tx
from kith.people import tie as ties
from kith.people.person import PersonId


async def friend_ids(tx: Tx, person_id: PersonId) -> list[PersonId]:
    """Everybody who follows this person and is followed back; as many as the follow limit at most."""
    return [PersonId(friend) for friend in await ties.friend_ids.all(tx, person_id=person_id)]
