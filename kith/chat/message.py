"""A message: what is said, shown or noted in a conversation, and its statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith import people
from kith.chat.conversation import ConversationId
from kith.chat.policy import Policy
from kith.chat.words import Link, links
from kith.kit import arrays, ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

MessageId = NewType("MessageId", UUID)
MessageKind = Literal["text", "photo", "sticker", "card", "notice", "gone"]
Notice = Literal["created", "joined", "left", "removed", "renamed", "handed_over"]


class MessageDiffers(Refusal):
    """A message with this id was sent and says something else. Make a new id for a new message."""


class NothingSaid(Refusal):
    """This message is empty. Write something, or send a picture."""


class NewMessage(Struct, frozen=True):
    """What somebody says. The client makes the id, and sends the same again when it did not hear the answer."""

    message_id: MessageId
    body: Annotated[str, Meta(max_length=4000, pattern=r"^[^\x00]*$", description="with a picture it may be empty")] = (
        ""
    )
    picture_id: (
        Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="a picture that I have uploaded before")] | None
    ) = None


class Row(Struct, frozen=True):
    """A message as it is kept."""

    conversation_id: ConversationId
    seq: int
    revision: int
    message_id: MessageId
    sender_id: people.PersonId
    kind: MessageKind
    body: str
    ref: str | None
    sent_at: datetime


class Message(Struct, frozen=True):
    """A message as every member sees it.

    `body` is what is said; of a card the kind of thing it shows, of a notice what was done. `ref` is that thing's id,
    which each looks up for oneself; of a photo its picture; of a notice whom it is about. What somebody wrote who has
    left is `gone`.
    """

    conversation_id: ConversationId
    seq: int
    """They follow each other without a gap."""
    revision: int
    """The conversation's when this was sent or last moved on."""
    message_id: MessageId
    sender_id: people.PersonId
    kind: MessageKind
    body: str
    ref: str | None
    links: list[Link]
    """The parts of a text that can be followed."""
    sent_at: datetime


def shown(row: Row, policy: Policy) -> Message:
    """The message with its links, as the operator's list stands now."""
    return Message(
        row.conversation_id,
        row.seq,
        row.revision,
        row.message_id,
        row.sender_id,
        row.kind,
        row.body,
        row.ref,
        links(row.body, policy) if row.kind == "text" else [],
        row.sent_at,
    )


def picture_use(conversation_id: ConversationId, message_id: MessageId) -> UUID:
    """For what the picture of a message is kept."""
    return ids.derived(conversation_id, f"picture of {message_id}")


def same(row: Row, sender_id: people.PersonId, kind: MessageKind, body: str, ref: str | None) -> bool:
    """Whether this is the deed that made the message. One that is gone since was the sender's all the same."""
    return row.sender_id == sender_id and (row.kind == "gone" or (row.kind, row.body, row.ref) == (kind, body, ref))


def named(asked: Iterable[tuple[ConversationId, MessageId]]) -> dict[str, object]:
    """The parameters of `by_names`."""
    wanted = list(asked)
    return {
        "conversation_ids": arrays.uuids([conversation_id for conversation_id, _ in wanted]),
        "message_ids": arrays.uuids([message_id for _, message_id in wanted]),
    }


def columns(rows: Sequence[Row]) -> dict[str, object]:
    """The parameters of `insert`. An empty `ref` stands for none."""
    return {
        "conversation_ids": arrays.uuids([row.conversation_id for row in rows]),
        "seqs": arrays.bigints([row.seq for row in rows]),
        "revisions": arrays.bigints([row.revision for row in rows]),
        "message_ids": arrays.uuids([row.message_id for row in rows]),
        "sender_ids": arrays.uuids([row.sender_id for row in rows]),
        "kinds": arrays.texts([row.kind for row in rows]),
        "bodies": arrays.texts([row.body for row in rows]),
        "refs": arrays.texts([row.ref or "" for row in rows]),
        "sent_ats": arrays.moments([row.sent_at for row in rows]),
    }


insert = Statement(
    """
    INSERT INTO message (conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at)
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, nullif(ref, ''), sent_at
    FROM unnest(
        %(conversation_ids)b::uuid[], %(seqs)b::bigint[], %(revisions)b::bigint[], %(message_ids)b::uuid[],
        %(sender_ids)b::uuid[], %(kinds)b::text[], %(bodies)b::text[], %(refs)b::text[], %(sent_ats)b::timestamptz[]
    ) AS said (conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at)
    """
)
by_names = Query(
    Row,
    """
    SELECT message.conversation_id, seq, revision, message.message_id, sender_id, kind, body, ref, sent_at
    FROM unnest(%(conversation_ids)b::uuid[], %(message_ids)b::uuid[]) AS asked (conversation_id, message_id)
    JOIN message ON message.conversation_id = asked.conversation_id AND message.message_id = asked.message_id
    """,
)
# What changed after one revision and up to another, each message once, in its latest form.
changed = Query(
    Row,
    """
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at FROM message
    WHERE conversation_id = %(conversation_id)s AND revision > %(after)s AND revision <= %(until)s
        AND seq > %(joined_seq)s
    ORDER BY revision LIMIT %(limit)s
    """,
)
by_seqs = Query(
    Row,
    """
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at FROM message
    WHERE conversation_id = %(conversation_id)s AND seq = ANY(%(seqs)s::bigint[]) AND seq > %(joined_seq)s
        AND sender_id = %(sender_id)s AND kind IN ('text', 'photo', 'sticker')
    ORDER BY seq
    """,
)
before = Query(
    Row,
    """
    SELECT conversation_id, seq, revision, message_id, sender_id, kind, body, ref, sent_at FROM message
    WHERE conversation_id = %(conversation_id)s AND seq < %(before)s AND seq > %(joined_seq)s
    ORDER BY seq DESC LIMIT %(limit)s
    """,
)
last = Query(
    Row,
    """
    SELECT message.conversation_id, message.seq, revision, message_id, sender_id, kind, body, ref, sent_at
    FROM unnest(%(conversation_ids)b::uuid[], %(seqs)b::bigint[]) AS asked (conversation_id, seq)
    JOIN message ON message.conversation_id = asked.conversation_id AND message.seq = asked.seq
    """,
)
