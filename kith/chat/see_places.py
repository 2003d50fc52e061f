"""See where a person's conversations stand."""

from kith import people
from kith.chat import inbox as inboxes
from kith.chat import place as places
from kith.chat.frames import Listed
from kith.kit.sql import Tx


async def see_places(tx: Tx, person_id: people.PersonId, most: int) -> Listed:
    """How much is unread in all, and where the newest conversations stand."""
    found = await places.newest.all(tx, person_id=person_id, limit=most)
    return Listed(await inboxes.unread.one(tx, person_id=person_id), found)
