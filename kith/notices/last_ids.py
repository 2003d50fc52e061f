"""Find out how far persons' events have come."""

from collections.abc import Mapping, Sequence

from kith.kit.sql import Database
from kith.notices import event as events


async def last_ids(db: Database, person_ids: Sequence[str]) -> Mapping[str, int]:
    """The number of each one's last event; who has had none is left out. For `Hub.watch`."""
    async with db.connection() as connection:
        found = await events.reached.all(connection, person_ids=list(person_ids))
    return {str(each.person_id): each.last_id for each in found}
