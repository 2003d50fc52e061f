"""Let friends through to each other."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import inbox as inboxes
from kith.kit import commit
from kith.kit.sql import Tx


async def let_through(tx: Tx, follower: people.PersonId, followed: people.PersonId, now: datetime) -> None:
    """What one wrote to the other is no greeting any more when they follow each other. For `people.NewFollower`."""
    del now
    if not await people.mutual(tx, follower, followed):
        return
    conversation_id = conversations.pair_id(follower, followed)
    await conversations.hold.one(tx, keys=conversations.lock_keys([conversation_id]))
    for person_id in (follower, followed):
        if await inboxes.lift.run(tx, person_id=person_id, conversation_id=conversation_id):
            commit.hint(tx, conversations.inbox_topic(person_id))
