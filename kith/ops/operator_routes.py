"""HTTP: the operators, for the admins among them."""

from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from kith.kit import clock
from kith.kit.authenticator import relying_party
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.ops.export_log import export_log
from kith.ops.invitation import Invited
from kith.ops.invite import invite
from kith.ops.invite_again import invite_again
from kith.ops.list_log import list_log
from kith.ops.list_operators import list_operators
from kith.ops.log import About, LogEntry
from kith.ops.operator import (
    LastAdmin,
    Name,
    NameTaken,
    Operator,
    OperatorDiffers,
    OperatorId,
    OperatorNotFound,
    OperatorView,
    Roles,
    may,
)
from kith.ops.policy import Policy
from kith.ops.revoke import revoke
from kith.ops.session_routes import READ, SECURITY, WRITE
from kith.ops.set_roles import set_roles

_ADMINS = may("admin")
_CSV = "text/csv; charset=utf-8"


class NewOperator(Struct):
    """Whom to invite. The client makes the id."""

    operator_id: OperatorId
    name: Name
    roles: Roles


class RolesGiven(Struct):
    """What an operator may do from now on."""

    roles: Roles


@get(
    "/ops/operators",
    operation_id="listOperators",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_operators(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> list[OperatorView]:
    """All operators by name, those who were revoked last."""
    del operator
    async with parts[Database].transaction() as tx:
        return await list_operators(tx)


@post(
    "/ops/operators",
    operation_id="inviteOperator",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses=refuses(*WRITE, OperatorDiffers, NameTaken),
)
async def add_operator(
    data: JSONBody[NewOperator], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> Invited:
    """Invite somebody. The link is shown only now; the same again makes another one."""
    async with parts[Database].transaction() as tx:
        return await invite(
            tx,
            parts[Policy],
            relying_party(parts[Settings].site),
            operator_id=data.operator_id,
            name=data.name,
            roles=data.roles,
            by=operator,
            now=clock.now(),
        )


@post(
    "/ops/operators/{operator_id:uuid}/invitations",
    operation_id="inviteOperatorAgain",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses=refuses(*WRITE, OperatorNotFound),
)
async def add_invitation(
    operator_id: FromPath[OperatorId], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> Invited:
    """Invite an operator anew. The passkey that they had and their sessions end at once."""
    async with parts[Database].transaction() as tx:
        return await invite_again(
            tx,
            parts[Policy],
            relying_party(parts[Settings].site),
            operator_id=operator_id,
            by=operator,
            now=clock.now(),
        )


@put(
    "/ops/operators/{operator_id:uuid}/roles",
    operation_id="setOperatorRoles",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    status_code=204,
    responses=refuses(*WRITE, OperatorNotFound, LastAdmin),
)
async def put_roles(
    operator_id: FromPath[OperatorId],
    data: JSONBody[RolesGiven],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
) -> None:
    """Change what an operator may do, from their next request on."""
    async with parts[Database].transaction() as tx:
        await set_roles(tx, operator_id, data.roles, by=operator, now=clock.now())


@delete(
    "/ops/operators/{operator_id:uuid}",
    operation_id="revokeOperator",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses=refuses(*WRITE, OperatorNotFound, LastAdmin),
)
async def remove_operator(
    operator_id: FromPath[OperatorId], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> None:
    """Take an operator's access away at once."""
    async with parts[Database].transaction() as tx:
        await revoke(tx, operator_id, by=operator, now=clock.now())


@get(
    "/ops/log",
    operation_id="listOperatorLog",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses=refuses(*READ, BadCursor),
)
async def view_log(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    *,
    about: About = None,
    deed: Annotated[str | None, QueryParameter(max_length=40, description="only this deed")] = None,
    by: Annotated[str | None, QueryParameter(max_length=60, description="only what this one did")] = None,
    limit: Limit = 50,
    after: After = None,
) -> Page[LogEntry]:
    """What operators did and looked at, the newest first."""
    del operator
    async with parts[Database].transaction() as tx:
        return await list_log(tx, about=about, deed=deed, by=by, after=after, limit=limit)


@get(
    "/ops/log.csv",
    operation_id="exportOperatorLog",
    tags=["operators"],
    opt=_ADMINS,
    security=SECURITY,
    responses={
        200: ResponseSpec(str, generate_examples=False, media_type=_CSV, description="The table."),
        **refuses(*READ),
    },
)
async def export(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    since: Annotated[int, QueryParameter(ge=0, description="only the entries after this one")] = 0,
) -> Response[str]:
    """The log as a table, the oldest first, at most 100,000 entries. With its hashes the log can later be checked."""
    async with parts[Database].transaction() as tx:
        table = await export_log(tx, after=since, by=operator, now=clock.now())
    return Response(table, media_type=_CSV, headers={"Content-Disposition": 'attachment; filename="log.csv"'})


handlers = [
    view_operators,
    add_operator,
    add_invitation,
    put_roles,
    remove_operator,
    view_log,
    export,
]
