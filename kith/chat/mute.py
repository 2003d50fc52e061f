"""Mute a conversation."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.kit import commit
from kith.kit.sql import Tx


async def mute(tx: Tx, conversation_id: ConversationId, person_id: people.PersonId, *, muted: bool) -> None:
    """Nobody is pushed for it any more, or is again; nobody else sees that. Raises `ConversationNotFound`."""
    if not await members.mute.run(tx, conversation_id=conversation_id, person_id=person_id, muted=muted):
        raise ConversationNotFound
    commit.hint(tx, conversations.inbox_topic(person_id))
