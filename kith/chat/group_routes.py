"""Groups over HTTP."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from kith import people, places
from kith.chat.change_group import change_group
from kith.chat.conversation import ConversationId
from kith.chat.create_group import create_group
from kith.chat.group import (
    GroupDiffers,
    GroupForm,
    GroupFull,
    GroupNotFound,
    GroupReport,
    GroupView,
    Line,
    NewGroup,
    NotLetIn,
    RoleNeeded,
    TooManyGroups,
    TooManyJoinRequests,
    TooManyOwnGroups,
)
from kith.chat.join_group import join_group
from kith.chat.leave_group import leave_group
from kith.chat.list_nearby_groups import list_nearby_groups
from kith.chat.policy import Policy
from kith.chat.report_group import report_group
from kith.chat.room import GroupRoom
from kith.chat.show_group import show_group
from kith.chat.view_group_room import view_group_room
from kith.chat.words import WordsNotAllowed
from kith.kit import clock
from kith.kit.page import BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_LOOKING = (places.NearbyOff, places.YouAreInvisible, places.PositionUnknown)


class JoinForm(Struct):
    """What I say to those who let people in."""

    text: Line = ""


@post(
    "/groups",
    operation_id="createGroup",
    tags=["groups"],
    responses=refuses(
        *_WRITE, GroupDiffers, GroupNotFound, WordsNotAllowed, TooManyOwnGroups, TooManyGroups, *_LOOKING
    ),
)
async def new_group(
    data: JSONBody[NewGroup], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GroupView:
    """Make a group. The same again is answered with what has become of it."""
    async with parts[Database].transaction() as tx:
        return await create_group(tx, parts[Policy], me.person_id, data, clock.now())


@get(
    "/groups",
    operation_id="listNearbyGroups",
    tags=["groups"],
    responses=refuses(*_READ, *_LOOKING, BadCursor, places.TooManyLooks),
)
async def nearby(
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
    limit: FromQuery[Limit] = 20,
    after: FromQuery[str | None] = None,
) -> Page[GroupView]:
    """Groups around me: by distance band, inside a band the newest first."""
    now = clock.now()
    parts[places.Brakes].look(me, now)
    async with parts[Database].transaction() as tx:
        return await list_nearby_groups(tx, parts[Policy], me.person_id, limit=limit, after=after, now=now)


@get("/me/group-room", operation_id="viewGroupRoom", tags=["groups"], responses=refuses(*_READ))
async def room(parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> GroupRoom:
    """For how many groups I have room."""
    async with parts[Database].transaction() as tx:
        return await view_group_room(tx, parts[Policy], me.person_id)


@get(
    "/groups/{group_id:uuid}",
    operation_id="viewGroup",
    tags=["groups"],
    responses=refuses(*_READ, GroupNotFound),
)
async def group(group_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]) -> GroupView:
    """The page of a group."""
    async with parts[Database].transaction() as tx:
        return await show_group(tx, parts[Policy], ConversationId(group_id), me.person_id, clock.now())


@put(
    "/groups/{group_id:uuid}",
    operation_id="changeGroup",
    tags=["groups"],
    responses=refuses(*_WRITE, GroupNotFound, RoleNeeded, WordsNotAllowed),
)
async def changed_group(
    group_id: FromPath[UUID],
    data: JSONBody[GroupForm],
    parts: NamedDependency[Parts],
    me: NamedDependency[people.Me],
) -> GroupView:
    """Change its name, its topic and who may join, as its owner or an admin."""
    async with parts[Database].transaction() as tx:
        return await change_group(tx, parts[Policy], ConversationId(group_id), me.person_id, data, now=clock.now())


@put(
    "/groups/{group_id:uuid}/membership",
    operation_id="joinGroup",
    tags=["groups"],
    responses=refuses(*_WRITE, GroupNotFound, NotLetIn, WordsNotAllowed, TooManyJoinRequests, TooManyGroups, GroupFull),
)
async def membership(
    group_id: FromPath[UUID], data: JSONBody[JoinForm], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> GroupView:
    """Join an open group, or ask to join."""
    async with parts[Database].transaction() as tx:
        return await join_group(tx, parts[Policy], ConversationId(group_id), me.person_id, data.text, now=clock.now())


@delete(
    "/groups/{group_id:uuid}/membership",
    operation_id="leaveGroup",
    tags=["groups"],
    responses=refuses(*_WRITE, GroupNotFound),
)
async def no_membership(
    group_id: FromPath[UUID], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> None:
    """Leave a group, or no longer ask to join."""
    async with parts[Database].transaction() as tx:
        await leave_group(tx, parts[Policy], ConversationId(group_id), me.person_id, clock.now())


@post(
    "/groups/{group_id:uuid}/reports",
    operation_id="reportGroup",
    tags=["groups"],
    responses=refuses(
        *_WRITE, GroupNotFound, people.NotYourself, people.ReportDiffers, people.PersonNotFound, people.TooManyReports
    ),
)
async def report(
    group_id: FromPath[UUID], data: JSONBody[GroupReport], parts: NamedDependency[Parts], me: NamedDependency[people.Me]
) -> people.Reported:
    """Report a group to the operator, by its name and its topic. Nobody else learns of it."""
    async with parts[Database].transaction() as tx:
        return await report_group(
            tx, parts[people.Policy], ConversationId(group_id), me.person_id, data, now=clock.now()
        )


handlers = [
    new_group,
    nearby,
    room,
    group,
    changed_group,
    membership,
    no_membership,
    report,
]
