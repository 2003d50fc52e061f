"""A person's list of conversations: which there are, in which box, how much of them is unread."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith import people
from kith.chat.conversation import ConversationId, Kind
from kith.kit import arrays
from kith.kit.sql import Query, Statement

Box = Literal["chats", "greetings", "nowhere"]
"""What strangers wrote waits among the greetings until it is answered."""


class Entry(Struct, frozen=True):
    """A conversation in a person's list."""

    conversation_id: ConversationId
    kind: Kind
    box: Box
    active_at: datetime


class Unread(Struct, frozen=True):
    """How many messages I have not read."""

    chats: int
    """In conversations that are not muted."""
    greetings: int


class LastMove(Struct, frozen=True):
    """When a person's list last changed, in microseconds since 1970."""

    person_id: people.PersonId
    moved: int


def columns(moved: Mapping[tuple[people.PersonId, ConversationId], tuple[Box, datetime]]) -> dict[str, object]:
    """The parameters of `move_up`, in the order in which rows are locked."""
    order = sorted(moved)
    return {
        "person_ids": arrays.uuids([person_id for person_id, _ in order]),
        "conversation_ids": arrays.uuids([conversation_id for _, conversation_id in order]),
        "boxes": arrays.texts([moved[one][0] for one in order]),
        "active_ats": arrays.moments([moved[one][1] for one in order]),
    }


# What was once among the chats never falls back among the greetings.
move_up = Statement(
    """
    INSERT INTO inbox (person_id, conversation_id, kind, box, active_at)
    SELECT person_id, conversation_id, 'pair', box, active_at
    FROM unnest(%(person_ids)b::uuid[], %(conversation_ids)b::uuid[], %(boxes)b::text[], %(active_ats)b::timestamptz[])
        AS moved (person_id, conversation_id, box, active_at)
    ON CONFLICT (person_id, conversation_id) DO UPDATE
    SET active_at = excluded.active_at,
        box = CASE inbox.box WHEN 'chats' THEN 'chats' ELSE excluded.box END
    """
)
put = Statement(
    """
    INSERT INTO inbox (person_id, conversation_id, kind, box, active_at)
    VALUES (%(person_id)s, %(conversation_id)s, %(kind)s, 'chats', %(now)s)
    ON CONFLICT (person_id, conversation_id) DO UPDATE SET box = 'chats', active_at = excluded.active_at
    """
)
hide = Statement(
    """
    UPDATE inbox SET box = 'nowhere'
    WHERE person_id = %(person_id)s AND conversation_id = %(conversation_id)s AND box <> 'nowhere'
    """
)
lift = Statement(
    """
    UPDATE inbox SET box = 'chats'
    WHERE person_id = %(person_id)s AND conversation_id = %(conversation_id)s AND box = 'greetings'
    """
)
pairs = Query(
    Entry,
    """
    SELECT conversation_id, kind, box, active_at FROM inbox
    WHERE person_id = %(person_id)s AND kind = 'pair' AND box = %(box)s
        AND (active_at, conversation_id) < (%(after_at)s, %(after_id)s)
    ORDER BY active_at DESC, conversation_id DESC LIMIT %(limit)s
    """,
)
# A group's place is where its last message puts it.
groups = Query(
    Entry,
    """
    SELECT inbox.conversation_id, inbox.kind, inbox.box, conversation.last_at AS active_at
    FROM inbox JOIN conversation ON conversation.conversation_id = inbox.conversation_id
    WHERE inbox.person_id = %(person_id)s AND inbox.kind = 'group' AND inbox.box = 'chats'
        AND (conversation.last_at, inbox.conversation_id) < (%(after_at)s, %(after_id)s)
    ORDER BY conversation.last_at DESC, inbox.conversation_id DESC LIMIT %(limit)s
    """,
)
one = Query(
    Entry,
    """
    SELECT conversation_id, kind, box, active_at FROM inbox
    WHERE person_id = %(person_id)s AND conversation_id = %(conversation_id)s
    """,
)
unread = Query(
    Unread,
    """
    SELECT coalesce(sum(conversation.last_seq - member.read_seq)
            FILTER (WHERE inbox.box = 'chats' AND NOT member.muted), 0)::bigint AS chats,
        coalesce(sum(conversation.last_seq - member.read_seq) FILTER (WHERE inbox.box = 'greetings'), 0)::bigint
            AS greetings
    FROM inbox
    JOIN conversation ON conversation.conversation_id = inbox.conversation_id
    JOIN member ON member.conversation_id = inbox.conversation_id AND member.person_id = inbox.person_id
    WHERE inbox.person_id = %(person_id)s AND inbox.box <> 'nowhere'
    """,
)
last_moves = Query(
    LastMove,
    """
    SELECT person_id, (extract(epoch FROM max(active_at)) * 1000000)::bigint AS moved
    FROM inbox WHERE person_id = ANY(%(person_ids)s::uuid[]) GROUP BY person_id
    """,
)
