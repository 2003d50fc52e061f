"""Where one of a person's conversations stands: what a list shows of it beside its last message."""

from datetime import datetime

from msgspec import Struct

from kith.chat.conversation import ConversationId, Kind
from kith.chat.inbox import Box
from kith.kit.sql import Query


class Place(Struct, frozen=True):
    """Where one of my conversations stands. `last_seq − read_seq` messages are unread."""

    conversation_id: ConversationId
    kind: Kind
    box: Box
    last_seq: int
    revision: int
    """After which to follow it, to hear what comes after this."""
    read_seq: int
    muted: bool
    active_at: datetime


newest = Query(
    Place,
    """
    SELECT inbox.conversation_id, inbox.kind, inbox.box, conversation.last_seq, conversation.revision,
        member.read_seq, member.muted, conversation.last_at AS active_at
    FROM inbox
    JOIN conversation ON conversation.conversation_id = inbox.conversation_id
    JOIN member ON member.conversation_id = inbox.conversation_id AND member.person_id = inbox.person_id
    WHERE inbox.person_id = %(person_id)s
    ORDER BY conversation.last_at DESC, inbox.conversation_id DESC LIMIT %(limit)s
    """,
)
