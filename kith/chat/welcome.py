"""A welcome: what somebody who is new in a group said first, and who of the others spoke then."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.chat.conversation import ConversationId
from kith.kit.sql import Query


class Welcome(Struct, frozen=True):
    """How a group met somebody who joined it."""

    conversation_id: ConversationId
    joined_at: datetime
    said_at: datetime | None
    """When the newcomer first said something, if that was among the first messages since."""
    answerer_ids: list[UUID]
    """Members who had been there before the newcomer, and said something soon after."""


# Whoever made the group has nobody before them. Both walks along the messages are short, however much is said in it.
of = Query(
    Welcome,
    """
    SELECT mine.conversation_id, mine.joined_at, hello.sent_at AS said_at,
        ARRAY(
            SELECT DISTINCT answer.sender_id
            FROM (
                SELECT sender_id, sent_at, kind FROM message
                WHERE message.conversation_id = mine.conversation_id AND message.seq > hello.seq
                ORDER BY message.seq LIMIT %(messages)s
            ) AS answer
            JOIN member AS older
                ON older.conversation_id = mine.conversation_id AND older.person_id = answer.sender_id
            WHERE older.joined_seq < mine.joined_seq AND answer.kind IN ('text', 'photo', 'sticker')
                AND answer.sent_at <= hello.sent_at + %(within)s::interval
        ) AS answerer_ids
    FROM inbox
    JOIN member AS mine ON mine.conversation_id = inbox.conversation_id AND mine.person_id = inbox.person_id
    LEFT JOIN LATERAL (
        SELECT early.seq, early.sent_at
        FROM (
            SELECT seq, sent_at, sender_id, kind FROM message
            WHERE message.conversation_id = mine.conversation_id AND message.seq > mine.joined_seq
            ORDER BY message.seq LIMIT %(messages)s
        ) AS early
        WHERE early.sender_id = mine.person_id AND early.kind IN ('text', 'photo', 'sticker')
        ORDER BY early.seq LIMIT 1
    ) AS hello ON mine.written > 0
    WHERE inbox.person_id = %(person_id)s AND inbox.kind = 'group' AND inbox.box = 'chats'
        AND mine.joined_seq > 0 AND mine.joined_at >= %(since)s
    ORDER BY mine.joined_at DESC, mine.conversation_id LIMIT %(groups)s
    """,
)
