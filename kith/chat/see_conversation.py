"""See what a conversation is, as one of those who are in it."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat.conversation import Conversation, ConversationId, ConversationNotFound
from kith.chat.taking_part import taking_part
from kith.kit import arrays
from kith.kit.sql import Tx, together


async def see_conversation(tx: Tx, conversation_id: ConversationId, person_id: people.PersonId) -> Conversation:
    """The conversation of a member. Raises `ConversationNotFound` for everybody else."""
    found, members = await together(
        tx,
        conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id])),
        taking_part(tx, [(conversation_id, person_id)]),
    )
    if not found or not members:
        raise ConversationNotFound
    return found[0]
