"""Wishes to join groups, and the rows of groups' members: their statements."""

from uuid import UUID

from kith.chat.group import Joiner
from kith.chat.member import Member
from kith.kit.sql import Query, Statement

of = Query(
    Joiner,
    """
    SELECT person_id, text, asked_at, refused_at FROM join_request
    WHERE conversation_id = %(group_id)s AND person_id = %(person_id)s
    """,
)
ask = Statement(
    """
    INSERT INTO join_request (conversation_id, person_id, text, asked_at)
    VALUES (%(group_id)s, %(person_id)s, %(text)s, %(now)s)
    ON CONFLICT (conversation_id, person_id) DO UPDATE
    SET text = excluded.text, asked_at = excluded.asked_at, refused_at = NULL
    """
)
refuse = Statement(
    """
    INSERT INTO join_request (conversation_id, person_id, text, asked_at, refused_at)
    VALUES (%(group_id)s, %(person_id)s, '', %(now)s, %(now)s)
    ON CONFLICT (conversation_id, person_id) DO UPDATE SET text = '', refused_at = excluded.refused_at
    """
)
drop = Statement("DELETE FROM join_request WHERE conversation_id = %(group_id)s AND person_id = %(person_id)s")
drop_all = Statement("DELETE FROM join_request WHERE conversation_id = %(group_id)s")
forget = Statement("DELETE FROM join_request WHERE person_id = %(person_id)s")
forget_old = Statement("DELETE FROM join_request WHERE refused_at < %(before)s")
count_waiting = Query(
    int,
    "SELECT count(*)::int FROM join_request WHERE person_id = %(person_id)s AND refused_at IS NULL",
)
waiting = Query(
    Joiner,
    """
    SELECT person_id, text, asked_at, refused_at FROM join_request
    WHERE conversation_id = %(group_id)s AND refused_at IS NULL
        AND (asked_at, person_id) > (%(after_at)s, %(after_id)s)
    ORDER BY asked_at, person_id LIMIT %(limit)s
    """,
)

members = Query(
    Member,
    """
    SELECT conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted
    FROM member WHERE conversation_id = %(group_id)s
        AND (CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, joined_at, person_id)
            > (%(after_rank)s, %(after_at)s, %(after_id)s)
    ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, joined_at, person_id LIMIT %(limit)s
    """,
)
enter = Statement(
    """
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted)
    VALUES (%(group_id)s, %(person_id)s, %(role)s, %(now)s, %(joined_seq)s, %(read_seq)s, 0, false)
    """
)
set_role = Query(
    UUID,
    """
    UPDATE member SET role = %(role)s WHERE conversation_id = %(group_id)s AND person_id = %(person_id)s
    RETURNING person_id
    """,
)
go = Query(
    UUID,
    """
    DELETE FROM member WHERE conversation_id = %(group_id)s AND person_id = %(person_id)s RETURNING person_id
    """,
)
owner = Query(UUID, "SELECT person_id FROM member WHERE conversation_id = %(group_id)s AND role = 'owner'")
runners = Query(
    UUID,
    """
    SELECT person_id FROM member WHERE conversation_id = %(group_id)s AND role IN ('owner', 'admin') ORDER BY person_id
    """,
)
joined = Query(
    UUID,
    """
    SELECT inbox.conversation_id FROM inbox WHERE person_id = %(person_id)s AND kind = 'group' AND box = 'chats'
    ORDER BY conversation_id
    """,
)
