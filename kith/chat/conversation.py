"""A conversation: of two people, or of a group. Its locks, its counters and its statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal, NewType
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.kit import arrays, ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

ConversationId = NewType("ConversationId", UUID)
Kind = Literal["pair", "group"]

PREFIX = "chat"
"""Of the topics under which the hub is told that a conversation has something new."""
INBOX = "inbox"
"""Of the topics under which the hub is told that a person's list of conversations has changed."""


class ConversationNotFound(Refusal, status=404):
    """There is no such conversation among yours."""


class Conversation(Struct, frozen=True):
    """The row of a conversation."""

    conversation_id: ConversationId
    kind: Kind
    one_id: people.PersonId | None
    other_id: people.PersonId | None
    last_seq: int
    revision: int
    last_at: datetime
    opened_at: datetime | None

    @property
    def pair(self) -> tuple[people.PersonId, people.PersonId] | None:
        """The two of a pair, None of a group."""
        return (self.one_id, self.other_id) if self.one_id and self.other_id else None

    def opposite(self, person_id: people.PersonId) -> people.PersonId | None:
        """The other one of a pair."""
        return self.other_id if person_id == self.one_id else self.one_id


class Reached(Struct, frozen=True):
    """How many changes a conversation has had."""

    conversation_id: ConversationId
    revision: int


def in_order(one: people.PersonId, other: people.PersonId) -> tuple[people.PersonId, people.PersonId]:
    """Two people as a pair names them."""
    return (one, other) if one < other else (other, one)


def pair_id(one: people.PersonId, other: people.PersonId) -> ConversationId:
    """The conversation of two people, the same from both sides. Who knows it knows nothing: members are asked for."""
    low, high = in_order(one, other)
    return ConversationId(ids.derived(low, f"conversation with {high}"))


def topic(conversation_id: ConversationId) -> str:
    """Under which the hub is told of what is new in a conversation."""
    return f"{PREFIX}:{conversation_id}"


def marks_topic(conversation_id: ConversationId) -> str:
    """Under which the hub is told that one of a pair has read on."""
    return f"marks:{conversation_id}"


def typing_topic(conversation_id: ConversationId) -> str:
    """Under which the hub is told that somebody is typing; the hint carries who."""
    return f"typing:{conversation_id}"


def progress_topic(conversation_id: ConversationId) -> str:
    """Under which the hub is told how far something on a card has come; the hint carries what, and the step."""
    return f"progress:{conversation_id}"


def inbox_topic(person_id: people.PersonId) -> str:
    """Under which the hub is told that a person's list has changed."""
    return f"{INBOX}:{person_id}"


def lock_keys(conversation_ids: Iterable[ConversationId]) -> arrays.BigintArray:
    """The numbers under which conversations are held, in one order; 64 bits with sign."""
    digests = (sha256(b"conversation" + one.bytes).digest()[:8] for one in set(conversation_ids))
    return arrays.bigints(sorted(int.from_bytes(digest, "big", signed=True) for digest in digests))


def columns(changed: Sequence[Conversation]) -> dict[str, object]:
    """The parameters of `go_on`."""
    return {
        "conversation_ids": arrays.uuids([one.conversation_id for one in changed]),
        "last_seqs": arrays.bigints([one.last_seq for one in changed]),
        "revisions": arrays.bigints([one.revision for one in changed]),
        "last_ats": arrays.moments([one.last_at for one in changed]),
        "opened_ats": arrays.moments([one.opened_at for one in changed]),
    }


hold = Query(int, "SELECT count(pg_advisory_xact_lock(key)) AS locks FROM unnest(%(keys)b::bigint[]) AS key")

by_ids = Query(
    Conversation,
    """
    SELECT conversation_id, kind, one_id, other_id, last_seq, revision, last_at, opened_at
    FROM conversation WHERE conversation_id = ANY(%(conversation_ids)b::uuid[])
    """,
)
add = Statement(
    """
    INSERT INTO conversation (conversation_id, kind, one_id, other_id, last_seq, revision, last_at)
    VALUES (%(conversation_id)s, %(kind)s, %(one_id)s, %(other_id)s, 0, 0, %(now)s)
    ON CONFLICT (conversation_id) DO NOTHING
    """
)
# Of conversations that are held. The number of rows is read: each must have been there.
go_on = Query(
    UUID,
    """
    UPDATE conversation
    SET last_seq = said.last_seq, revision = said.revision, last_at = said.last_at,
        opened_at = coalesce(conversation.opened_at, said.opened_at)
    FROM unnest(
        %(conversation_ids)b::uuid[], %(last_seqs)b::bigint[], %(revisions)b::bigint[], %(last_ats)b::timestamptz[],
        %(opened_ats)b::timestamptz[]
    ) AS said (conversation_id, last_seq, revision, last_at, opened_at)
    WHERE conversation.conversation_id = said.conversation_id
        AND conversation.last_seq <= said.last_seq AND conversation.revision < said.revision
    RETURNING conversation.conversation_id
    """,
)
reached = Query(
    Reached,
    """
    SELECT conversation_id, revision FROM conversation
    WHERE conversation_id = ANY(%(conversation_ids)s::uuid[])
    """,
)
want_push = Statement(
    """
    INSERT INTO push_due (conversation_id, due_at)
    SELECT conversation_id, due_at FROM unnest(%(conversation_ids)b::uuid[], %(due_ats)b::timestamptz[])
        AS said (conversation_id, due_at)
    ON CONFLICT (conversation_id) DO NOTHING
    """
)
