"""Show those who look at a conversation how far something on a card has come."""

from uuid import UUID

from kith.chat import conversation as conversations
from kith.chat.conversation import ConversationId
from kith.kit import commit
from kith.kit.sql import Tx


async def show_progress(tx: Tx, conversation_id: ConversationId, ref: UUID, step: int) -> None:
    """It is at this step, which only grows: a hint, sent after the commit to those who are there, and kept nowhere.

    Only for what all who are in the conversation may know of.
    """
    commit.hint(tx, f"{conversations.progress_topic(conversation_id)} {ref}:{step}")
