"""Note how far somebody has read."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat.chat import ReadMark
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.kit import arrays, commit
from kith.kit.sql import Tx


async def mark_read(tx: Tx, conversation_id: ConversationId, person_id: people.PersonId, seq: int) -> ReadMark:
    """Up to number `seq`, or to the last there is. It never goes back. Raises `ConversationNotFound`."""
    found = await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id]))
    for conversation in found:
        read_seq = await members.read.maybe(
            tx, conversation_id=conversation_id, person_id=person_id, seq=seq, last_seq=conversation.last_seq
        )
        if read_seq is not None:
            commit.hint(tx, conversations.inbox_topic(person_id))
            if conversation.pair:
                commit.hint(tx, conversations.marks_topic(conversation_id))
            return ReadMark(read_seq, max(0, conversation.last_seq - read_seq))
    raise ConversationNotFound
