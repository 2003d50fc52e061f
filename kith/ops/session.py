"""Operators' sessions: apart from people's, in a cookie of their own that only goes to `/ops`, and short.

A session lasts `session_seconds` at most and ends when it is unused for `idle_seconds`. Only the SHA-256 of its token
is kept.
"""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.ops.operator import Operator, OperatorId, SessionId
from kith.ops.policy import Policy

COOKIE = "kith_operator"
PATH = "/ops"

DeviceName = Annotated[str, Meta(max_length=60, description="how the browser is called in the list of sessions")]


class SessionNotFound(Refusal, status=404):
    """You have no such session."""


class Session(Struct):
    """What a token stands for."""

    operator_id: OperatorId
    name: str
    roles: list[str]
    session_id: SessionId
    created_at: datetime
    seen_at: datetime


class SessionRow(Struct):
    """A session of an operator."""

    session_id: SessionId
    device: str
    created_at: datetime
    seen_at: datetime


class OperatorSession(Struct):
    """Where an operator is signed in, as that operator sees it."""

    session_id: SessionId
    device: str
    created_at: datetime
    seen_at: datetime
    this: bool
    """It is the one that is asking."""


class OperatorMe(Struct):
    """Who is signed in, and what they may do."""

    operator_id: OperatorId
    name: str
    roles: list[str]


def oldest(policy: Policy, now: datetime) -> tuple[datetime, datetime]:
    """A session created or last used before these two moments has ended."""
    return now - timedelta(seconds=policy.session_seconds), now - timedelta(seconds=policy.idle_seconds)


def living(session: Session | None, policy: Policy, now: datetime) -> Session:
    """The session, if it lives. Raises `SignInFirst`."""
    created, used = oldest(policy, now)
    if session is None or session.created_at <= created or session.seen_at <= used:
        raise people.SignInFirst
    return session


def is_stale(session: Session, policy: Policy, now: datetime) -> bool:
    """True when `seen_at` is old enough to be written again."""
    return session.seen_at + timedelta(seconds=policy.seen_seconds) <= now


def view(row: SessionRow, operator: Operator) -> OperatorSession:
    """A row of the list of sessions."""
    return OperatorSession(
        row.session_id, row.device, row.created_at, row.seen_at, row.session_id == operator.session_id
    )


by_token = Query(
    Session,
    """
    SELECT operator_id, operator.name, operator.roles, session_id, operator_session.created_at, seen_at
    FROM operator_session JOIN operator USING (operator_id)
    WHERE token_hash = %(token_hash)s AND operator.revoked_at IS NULL
    """,
)
start = Statement(
    """
    INSERT INTO operator_session (token_hash, session_id, operator_id, device, created_at, seen_at)
    VALUES (%(token_hash)s, %(session_id)s, %(operator_id)s, %(device)s, %(now)s, %(now)s)
    """
)
see = Statement("UPDATE operator_session SET seen_at = %(now)s WHERE token_hash = %(token_hash)s AND seen_at < %(now)s")
of_operator = Query(
    SessionRow,
    """
    SELECT session_id, device, created_at, seen_at FROM operator_session
    WHERE operator_id = %(operator_id)s AND created_at > %(created)s AND seen_at > %(used)s
    ORDER BY seen_at DESC, created_at DESC, session_id
    """,
)
end = Statement("DELETE FROM operator_session WHERE operator_id = %(operator_id)s AND session_id = %(session_id)s")
end_all = Statement("DELETE FROM operator_session WHERE operator_id = %(operator_id)s")
forget = Statement("DELETE FROM operator_session WHERE created_at <= %(created)s OR seen_at <= %(used)s")
