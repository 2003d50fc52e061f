"""Find who has something to read."""

from collections.abc import Sequence

from kith.chat import due
from kith.chat.conversation import ConversationId
from kith.chat.due import Unheard
from kith.kit.sql import Tx


async def unheard(tx: Tx, conversation_ids: Sequence[ConversationId]) -> list[Unheard]:
    """Members of these conversations who have not read all that others wrote there, and want to know of it."""
    return await due.unheard.all(tx, conversation_ids=list(conversation_ids)) if conversation_ids else []
