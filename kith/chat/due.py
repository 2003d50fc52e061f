"""What nobody has been pushed for yet: conversations in which something was said, and who has not heard it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.chat.conversation import ConversationId
from kith.kit.sql import Query


class Unheard(Struct, frozen=True):
    """Somebody has something to read that somebody else said."""

    person_id: people.PersonId
    conversation_id: ConversationId
    greeting: bool
    sender_id: people.PersonId
    """Who said the last of it."""
    said_at: datetime


take = Query(
    UUID,
    """
    WITH due AS (
        SELECT conversation_id FROM push_due
        WHERE due_at <= %(now)s ORDER BY due_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )
    DELETE FROM push_due USING due WHERE push_due.conversation_id = due.conversation_id
    RETURNING push_due.conversation_id
    """,
)
# Cards and notices do not count: what they show is told as an event.
unheard = Query(
    Unheard,
    """
    SELECT member.person_id, member.conversation_id, inbox.box = 'greetings' AS greeting, last.sender_id,
        last.sent_at AS said_at
    FROM member
    JOIN conversation ON conversation.conversation_id = member.conversation_id
    JOIN inbox ON inbox.person_id = member.person_id AND inbox.conversation_id = member.conversation_id
    CROSS JOIN LATERAL (
        SELECT message.sender_id, message.sent_at FROM message
        WHERE message.conversation_id = member.conversation_id AND message.seq > member.read_seq
            AND message.sender_id <> member.person_id AND message.kind IN ('text', 'photo', 'sticker')
        ORDER BY message.seq DESC LIMIT 1
    ) AS last
    WHERE member.conversation_id = ANY(%(conversation_ids)s::uuid[]) AND NOT member.muted
        AND conversation.last_seq > member.read_seq AND inbox.box <> 'nowhere'
    """,
)
