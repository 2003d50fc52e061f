"""A member: somebody who takes part in a conversation, and how far they have read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith import people
from kith.chat.conversation import ConversationId
from kith.kit import arrays
from kith.kit.sql import Query, Statement

Role = Literal["owner", "admin", "member"]


class Member(Struct, frozen=True):
    """The row of a member."""

    conversation_id: ConversationId
    person_id: people.PersonId
    role: Role
    joined_at: datetime
    joined_seq: int
    read_seq: int
    written: int
    muted: bool


class Present(Struct, frozen=True):
    """Who is in which conversation."""

    conversation_id: ConversationId
    person_id: people.PersonId


def columns(wanted: Iterable[tuple[ConversationId, people.PersonId]]) -> dict[str, object]:
    """The parameters of `some`."""
    asked = list(wanted)
    return {
        "conversation_ids": arrays.uuids([conversation_id for conversation_id, _ in asked]),
        "person_ids": arrays.uuids([person_id for _, person_id in asked]),
    }


def joining(joined: Iterable[Member]) -> dict[str, object]:
    """The parameters of `join_pairs`."""
    order = list(joined)
    return {
        "conversation_ids": arrays.uuids([one.conversation_id for one in order]),
        "person_ids": arrays.uuids([one.person_id for one in order]),
        "joined_ats": arrays.moments([one.joined_at for one in order]),
    }


def steps(went_on: Iterable[tuple[Member, int]]) -> dict[str, object]:
    """The parameters of `go_on`: members as they are now, and how many messages more each has written."""
    order = list(went_on)
    return {
        "conversation_ids": arrays.uuids([one.conversation_id for one, _ in order]),
        "person_ids": arrays.uuids([one.person_id for one, _ in order]),
        "read_seqs": arrays.bigints([one.read_seq for one, _ in order]),
        "written": arrays.bigints([more for _, more in order]),
    }


some = Query(
    Member,
    """
    SELECT member.conversation_id, member.person_id, role, joined_at, joined_seq, read_seq, written, muted
    FROM unnest(%(conversation_ids)b::uuid[], %(person_ids)b::uuid[]) AS asked (conversation_id, person_id)
    JOIN member ON member.conversation_id = asked.conversation_id AND member.person_id = asked.person_id
    """,
)
present = Query(
    Present,
    """
    SELECT member.conversation_id, member.person_id
    FROM unnest(%(conversation_ids)b::uuid[], %(person_ids)b::uuid[]) AS asked (conversation_id, person_id)
    JOIN member ON member.conversation_id = asked.conversation_id AND member.person_id = asked.person_id
    """,
)
one = Query(
    Member,
    """
    SELECT conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted
    FROM member WHERE conversation_id = %(conversation_id)s AND person_id = %(person_id)s
    """,
)
add = Statement(
    """
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted)
    VALUES (%(conversation_id)s, %(person_id)s, %(role)s, %(now)s, %(seq)s, %(seq)s, 0, false)
    ON CONFLICT (conversation_id, person_id) DO NOTHING
    """
)
# Both of a pair, from the first message on.
join_pairs = Statement(
    """
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted)
    SELECT conversation_id, person_id, 'member', joined_at, 0, 0, 0, false
    FROM unnest(%(conversation_ids)b::uuid[], %(person_ids)b::uuid[], %(joined_ats)b::timestamptz[])
        AS joined (conversation_id, person_id, joined_at)
    ON CONFLICT (conversation_id, person_id) DO NOTHING
    """
)
# Who writes has read what stands above; of a card only who had read all. On which days a member wrote moves on with the
# day on which he or she does, here where the row is written anyway.
go_on = Statement(
    """
    UPDATE member
    SET read_seq = greatest(member.read_seq, said.read_seq), written = member.written + said.written,
        spoke_on = CASE WHEN said.written = 0 THEN member.spoke_on ELSE greatest(member.spoke_on, %(day)s::date) END,
        spoken = CASE
            WHEN said.written = 0 THEN member.spoken
            ELSE (member.spoken << least(greatest(%(day)s::date - member.spoke_on, 0), 63)) | 1
        END
    FROM unnest(
        %(conversation_ids)b::uuid[], %(person_ids)b::uuid[], %(read_seqs)b::bigint[], %(written)b::bigint[]
    ) AS said (conversation_id, person_id, read_seq, written)
    WHERE member.conversation_id = said.conversation_id AND member.person_id = said.person_id
    """
)
read = Query(
    int,
    """
    UPDATE member SET read_seq = greatest(read_seq, least(%(seq)s::bigint, %(last_seq)s::bigint))
    WHERE conversation_id = %(conversation_id)s AND person_id = %(person_id)s
    RETURNING read_seq
    """,
)
mute = Statement(
    """
    UPDATE member SET muted = %(muted)s WHERE conversation_id = %(conversation_id)s AND person_id = %(person_id)s
    """
)
