"""Count what a person has not read."""

from kith import people
from kith.chat import inbox as inboxes
from kith.chat.inbox import Unread
from kith.kit.sql import Tx


async def view_unread(tx: Tx, person_id: people.PersonId) -> Unread:
    """In all chats that are not muted, and among the greetings."""
    return await inboxes.unread.one(tx, person_id=person_id)
