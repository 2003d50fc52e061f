"""Show one conversation."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import inbox as inboxes
from kith.chat.chat import Chat
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.chat.inbox import Entry
from kith.chat.policy import Policy
from kith.chat.see_chats import see_chats
from kith.kit import arrays
from kith.kit.sql import Tx


async def show_chat(
    tx: Tx, policy: Policy, conversation_id: ConversationId, person_id: people.PersonId, now: datetime
) -> Chat:
    """A conversation, in whatever box it is. Raises `ConversationNotFound` for everybody but its members."""
    entry = await inboxes.one.maybe(tx, person_id=person_id, conversation_id=conversation_id)
    if entry is None:
        for one in await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id])):
            entry = Entry(conversation_id, one.kind, "nowhere", one.last_at)
    for chat in await see_chats(tx, policy, person_id, [entry] if entry else [], now):
        return chat
    raise ConversationNotFound
