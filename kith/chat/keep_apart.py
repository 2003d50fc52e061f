"""Let nothing more pass between two people."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import inbox as inboxes
from kith.kit import commit
from kith.kit.sql import Tx


async def keep_apart(tx: Tx, blocker: people.PersonId, blocked: people.PersonId, now: datetime) -> None:
    """The conversation leaves the blocker's list; who holds it says the last word first. For `people.Blocked`."""
    del now
    conversation_id = conversations.pair_id(blocker, blocked)
    await conversations.hold.one(tx, keys=conversations.lock_keys([conversation_id]))
    if await inboxes.hide.run(tx, person_id=blocker, conversation_id=conversation_id):
        commit.hint(tx, conversations.inbox_topic(blocker))
