"""Find out when lists of conversations last changed."""

from collections.abc import Mapping, Sequence

from kith.chat import inbox as inboxes
from kith.kit.sql import Database


async def last_moves(db: Database, person_ids: Sequence[str]) -> Mapping[str, int]:
    """The moment at which each one's list last had something new, in microseconds. For `Hub.watch`."""
    async with db.connection() as connection:
        found = await inboxes.last_moves.all(connection, person_ids=list(person_ids))
    return {str(one.person_id): one.moved for one in found}
