"""What of a person's is found when the person wants a copy, or leaves."""

from uuid import UUID

from kith.chat.inbox import Entry
from kith.chat.message import Row
from kith.kit.sql import Query, Statement

entries = Query(
    Entry,
    """
    SELECT conversation_id, kind, box, active_at FROM inbox
    WHERE person_id = %(person_id)s AND (active_at, conversation_id) < (%(after_at)s, %(after_id)s)
    ORDER BY active_at DESC, conversation_id DESC LIMIT %(limit)s
    """,
)
conversation_ids = Query(UUID, "SELECT conversation_id FROM inbox WHERE person_id = %(person_id)s")
written = Query(
    Row,
    """
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at FROM message
    WHERE conversation_id IN (SELECT inbox.conversation_id FROM inbox WHERE inbox.person_id = %(person_id)s)
        AND sender_id = %(person_id)s AND kind IN ('text', 'photo', 'sticker')
        AND (conversation_id, seq) > (%(after_id)s, %(after_seq)s)
    ORDER BY conversation_id, seq LIMIT %(limit)s
    """,
)
pictured = Query(
    Row,
    """
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at FROM message
    WHERE conversation_id = ANY(%(conversation_ids)b::uuid[]) AND sender_id = %(person_id)s AND kind = 'photo'
    """,
)
# Of conversations that are held. Those who follow them get each message once more, as one that is gone.
unsay = Query(
    UUID,
    """
    WITH mine AS (
        SELECT message.conversation_id, message.seq,
            row_number() OVER (PARTITION BY message.conversation_id ORDER BY message.seq) AS place
        FROM message
        WHERE message.conversation_id = ANY(%(conversation_ids)b::uuid[]) AND message.sender_id = %(person_id)s
            AND message.kind IN ('text', 'photo', 'sticker')
    ), unsaid AS (
        UPDATE message
        SET kind = 'gone', body = '', ref = NULL, revision = conversation.revision + mine.place
        FROM mine JOIN conversation ON conversation.conversation_id = mine.conversation_id
        WHERE message.conversation_id = mine.conversation_id AND message.seq = mine.seq
        RETURNING message.conversation_id
    )
    UPDATE conversation SET revision = conversation.revision + many.messages
    FROM (SELECT conversation_id, count(*) AS messages FROM unsaid GROUP BY conversation_id) AS many
    WHERE conversation.conversation_id = many.conversation_id
    RETURNING conversation.conversation_id
    """,
)
leave_pairs = Statement(
    """
    DELETE FROM member USING conversation
    WHERE member.conversation_id = ANY(%(conversation_ids)b::uuid[]) AND member.person_id = %(person_id)s
        AND conversation.conversation_id = member.conversation_id AND conversation.kind = 'pair'
    """
)
forget_inbox = Statement("DELETE FROM inbox WHERE person_id = %(person_id)s")
