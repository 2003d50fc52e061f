"""Operators: who runs the installation, and what each of them may do.

A name is an operator's for ever, so that the log can be read after years; who is revoked can be invited anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

OperatorId = NewType("OperatorId", UUID)
SessionId = NewType("SessionId", UUID)
Role = Literal["reviewer", "support", "finance", "admin"]
"""`reviewer` decides what may be shown, `support` helps people, `finance` is about money, `admin` about operators."""

Name = Annotated[
    str, Meta(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$", description="for ever, and nobody else's")
]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=4)]

ROLES = "roles"
"""In a route's `opt`: who of the operators may."""


class RoleMissing(Refusal, status=403):
    """This needs a role that you do not have. Ask an admin."""


class OperatorNotFound(Refusal, status=404):
    """There is no such operator."""


class OperatorDiffers(Refusal):
    """An operator with this id exists and has another name or other roles."""


class NameTaken(Refusal):
    """An operator of this name exists. Invite them anew, or choose another name."""


class LastAdmin(Refusal):
    """Nobody else could then let operators in and out. Make somebody else an admin first."""


class Operator(Struct, frozen=True):
    """Who is asking: what a route of the operators gets as `operator`."""

    operator_id: OperatorId
    name: str
    roles: tuple[Role, ...]
    session_id: SessionId


class OperatorRow(Struct):
    """The row of an operator."""

    operator_id: OperatorId
    name: str
    roles: list[str]
    created_at: datetime
    revoked_at: datetime | None


class OperatorView(Struct):
    """An operator, as the admins see one."""

    operator_id: OperatorId
    name: str
    roles: list[str]
    created_at: datetime
    revoked_at: datetime | None
    enrolled_at: datetime | None
    """When the passkey was made with which this operator signs in; null without one."""
    used_at: datetime | None
    invited_until: datetime | None
    """Until when the link of the last invitation can be used; null when it was used."""


def may(*roles: Role) -> dict[str, Any]:
    """The `opt` of a route: which roles may. Somebody who has one of them may."""
    return {ROLES: frozenset(roles)}


EVERYONE = may("reviewer", "support", "finance", "admin")
"""The `opt` of a route for all operators."""


def admitted(held: Sequence[str], wanted: frozenset[str]) -> None:
    """Raises `RoleMissing` for somebody who has none of the roles."""
    if wanted.isdisjoint(held):
        raise RoleMissing


def in_order(roles: Sequence[Role]) -> list[Role]:
    """The same roles, each once, in one order."""
    return sorted(set(roles))


lock = Query(
    OperatorRow,
    """
    SELECT operator_id, name, roles, created_at, revoked_at FROM operator
    WHERE operator_id = %(operator_id)s FOR UPDATE
    """,
)
by_name = Query(
    OperatorRow, "SELECT operator_id, name, roles, created_at, revoked_at FROM operator WHERE name = %(name)s"
)
add = Statement(
    """
    INSERT INTO operator (operator_id, name, roles, created_at)
    VALUES (%(operator_id)s, %(name)s, %(roles)s::text[], %(now)s) ON CONFLICT DO NOTHING
    """
)
set_roles = Statement("UPDATE operator SET roles = %(roles)s::text[] WHERE operator_id = %(operator_id)s")
revoke = Statement(
    "UPDATE operator SET revoked_at = %(now)s WHERE operator_id = %(operator_id)s AND revoked_at IS NULL"
)
revive = Statement(
    "UPDATE operator SET roles = %(roles)s::text[], revoked_at = NULL WHERE operator_id = %(operator_id)s"
)
# Whoever takes an admin away holds all of them, so that no two take away each the last but one.
lock_admins = Query(
    UUID,
    """
    SELECT operator_id FROM operator WHERE 'admin' = ANY (roles) AND revoked_at IS NULL
        AND EXISTS (SELECT 1 FROM operator_passkey AS key WHERE key.operator_id = operator.operator_id)
    ORDER BY operator_id FOR UPDATE
    """,
)
everyone = Query(
    OperatorView,
    """
    SELECT operator.operator_id, operator.name, operator.roles, operator.created_at, operator.revoked_at,
        operator_passkey.created_at AS enrolled_at, operator_passkey.used_at,
        operator_invitation.valid_until AS invited_until
    FROM operator LEFT JOIN operator_passkey USING (operator_id) LEFT JOIN operator_invitation USING (operator_id)
    ORDER BY operator.revoked_at NULLS FIRST, operator.name
    """,
)
