"""Take a conversation off one's list."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat import inbox as inboxes
from kith.chat import member as members
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.kit import commit
from kith.kit.sql import Tx


async def hide(tx: Tx, conversation_id: ConversationId, person_id: people.PersonId) -> None:
    """Until something new is said in it; what was said stays. Nobody else sees that. Raises `ConversationNotFound`."""
    if not await members.one.maybe(tx, conversation_id=conversation_id, person_id=person_id):
        raise ConversationNotFound
    if await inboxes.hide.run(tx, person_id=person_id, conversation_id=conversation_id):
        commit.hint(tx, conversations.inbox_topic(person_id))
