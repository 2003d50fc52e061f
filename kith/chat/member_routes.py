"""The members of groups over HTTP, and who wants to be one."""

from typing import Annotated
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from kith import people
from kith.chat.answer_request import answer_request
from kith.chat.conversation import ConversationId
from kith.chat.group import (
    GroupFull,
    GroupMember,
    GroupNotFound,
    JoinRequest,
    MemberNotFound,
    RequestNotFound,
    RoleNeeded,
    TooManyGroups,
    TooManyOwnGroups,
)
from kith.chat.list_members import list_members
from kith.chat.list_requests import list_requests
from kith.chat.member import Role
from kith.chat.policy import Policy
from kith.chat.remove_member import remove_member
from kith.chat.set_role import set_role
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)


class NewRole(Struct):
    """What somebody is from now on; a new owner takes the place of the old one."""

    role: Annotated[Role, Meta(description="`owner` hands the group over")]


class Decision(Struct):
    """Whether somebody may join."""

    let_in: bool


@get(
    "/groups/{group_id:uuid}/members",
    operation_id="listMembers",
    tags=["groups"],
    responses=refuses(*_READ, BadCursor, GroupNotFound),
)
async def members(
    group_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 50,
    after: FromQuery[str | None] = None,
) -> Page[GroupMember]:
    """Who is in a group of mine: the owner, the admins, then the others as they joined."""
    async with parts[Database].transaction() as tx:
        return await list_members(tx, ConversationId(group_id), me.person_id, limit=limit, after=after, now=clock.now())


@delete(
    "/groups/{group_id:uuid}/members/{person_id:uuid}",
    operation_id="removeMember",
    tags=["groups"],
    responses=refuses(*_WRITE, people.NotYourself, GroupNotFound, MemberNotFound, RoleNeeded),
)
async def no_member(
    group_id: FromPath[UUID],
    person_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> None:
    """Remove somebody: the owner whom he or she likes, an admin plain members."""
    async with parts[Database].transaction() as tx:
        await remove_member(
            tx, parts[Policy], ConversationId(group_id), me.person_id, people.PersonId(person_id), now=clock.now()
        )


@put(
    "/groups/{group_id:uuid}/members/{person_id:uuid}/role",
    operation_id="setRole",
    tags=["groups"],
    status_code=204,
    responses=refuses(*_WRITE, people.NotYourself, GroupNotFound, MemberNotFound, RoleNeeded, TooManyOwnGroups),
)
async def role(
    group_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[NewRole],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> None:
    """Make somebody an admin or a plain member of my group, or its owner in my place."""
    whom = people.PersonId(person_id)
    async with parts[Database].transaction() as tx:
        await set_role(tx, parts[Policy], ConversationId(group_id), me.person_id, whom, role=data.role, now=clock.now())


@get(
    "/groups/{group_id:uuid}/requests",
    operation_id="listJoinRequests",
    tags=["groups"],
    responses=refuses(*_READ, BadCursor, GroupNotFound, RoleNeeded),
)
async def requests(
    group_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[JoinRequest]:
    """Who asks to join a group that I run, the oldest first."""
    async with parts[Database].transaction() as tx:
        return await list_requests(
            tx, ConversationId(group_id), me.person_id, limit=limit, after=after, now=clock.now()
        )


@put(
    "/groups/{group_id:uuid}/requests/{person_id:uuid}",
    operation_id="answerJoinRequest",
    tags=["groups"],
    status_code=204,
    responses=refuses(*_WRITE, GroupNotFound, RoleNeeded, RequestNotFound, TooManyGroups, GroupFull),
)
async def answer(
    group_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[Decision],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> None:
    """Let somebody in who asks, or not."""
    whom = people.PersonId(person_id)
    async with parts[Database].transaction() as tx:
        await answer_request(
            tx, parts[Policy], ConversationId(group_id), me.person_id, whom, let=data.let_in, now=clock.now()
        )


handlers = [members, no_member, role, requests, answer]
