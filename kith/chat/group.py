"""A group: what it is called, who may join, who may do what in it. Its statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from kith import people, places
from kith.chat.conversation import ConversationId
from kith.chat.member import Member, Role
from kith.chat.policy import Policy
from kith.chat.words import check_words
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

Joining = Literal["open", "request"]
Standing = Literal["owner", "admin", "member", "asked", "none"]
Name = Annotated[str, Meta(min_length=1, max_length=30, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
Line = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]


class GroupNotFound(Refusal, status=404):
    """There is no such group, or this is for its members."""


class GroupDiffers(Refusal):
    """A group with this id exists and is another one. Make a new id for a new group."""


class TooManyOwnGroups(Refusal):
    """You are in charge of as many groups as one can be. Hand one over first."""


class TooManyGroups(Refusal):
    """This person is in as many groups as one can be."""


class TooManyJoinRequests(Refusal):
    """You wait for as many groups to let you in as one can."""


class GroupFull(Refusal):
    """This group has no room left."""


class NotLetIn(Refusal, status=403):
    """This group does not let you in for the time being."""


class RoleNeeded(Refusal, status=403):
    """In this group that is for its owner, or for its admins."""


class MemberNotFound(Refusal, status=404):
    """This person is not in the group."""


class RequestNotFound(Refusal, status=404):
    """This person does not ask to join any more."""


class GroupForm(Struct, frozen=True):
    """What a group says of itself. Who joins an open one is in at once; else its owner or an admin lets people in."""

    name: Name
    topic: Line = ""
    joining: Joining = "open"


class NewGroup(GroupForm, frozen=True, kw_only=True):
    """A group that somebody makes. The client makes the id, which is its conversation's, too."""

    group_id: ConversationId
    nearby: bool = False
    """To be found by people near where I am."""


class Group(Struct, frozen=True):
    """The row of a group."""

    conversation_id: ConversationId
    name: str
    topic: str
    joining: Joining
    members: int
    cell: places.Cell | None
    """The middle of the area in which it stands."""
    made_as: str
    made_at: datetime


class Found(Struct, frozen=True):
    """A group around somewhere."""

    conversation_id: ConversationId
    cell: places.Cell
    made_at: datetime


class GroupCard(Struct, frozen=True):
    """A group at a glance, for its members."""

    name: str
    members: int
    role: Role


class GroupView(Struct, frozen=True):
    """The page of a group."""

    group_id: ConversationId
    name: str
    topic: str
    joining: Joining
    members: int
    standing: Standing
    """What I am in it, or whether I have asked to join."""
    most: int
    """How many members it has room for."""
    nearby: bool
    """It can be found nearby."""
    band_km: places.Band | None
    """The part of town where it stands is within so many kilometres of me; null where that is not known."""
    made_at: datetime


class GroupReport(Struct, frozen=True):
    """What somebody reports of a group. The client makes the id, and repeats it when it did not hear the answer."""

    report_id: people.ReportId
    reason: people.ReportReason
    text: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$", description="what happened, in own words")] = ""


class Joiner(Struct, frozen=True):
    """Somebody's wish to join a group, or their rest after it was refused."""

    person_id: people.PersonId
    text: str
    asked_at: datetime
    refused_at: datetime | None


class JoinRequest(Struct, frozen=True):
    """Somebody asks to join."""

    person: people.Card
    text: str
    asked_at: datetime


class GroupMember(Struct, frozen=True):
    """A member of a group."""

    person: people.Card
    role: Role
    joined_at: datetime


def fit(form: GroupForm, policy: Policy) -> GroupForm:
    """The form with its texts trimmed. Raises `WordsNotAllowed`."""
    for text in (form.name, form.topic):
        check_words(text, policy)
    return GroupForm(form.name.strip(), form.topic.strip(), form.joining)


def view(
    group: Group, member: Member | None, joiner: Joiner | None, *, policy: Policy, outlook: places.Cell | None
) -> GroupView:
    """The group's page for somebody who looks around from `outlook`."""
    asked = joiner is not None and joiner.refused_at is None
    standing: Standing = member.role if member else "asked" if asked else "none"
    return GroupView(
        group.conversation_id,
        group.name,
        group.topic,
        group.joining,
        group.members,
        standing,
        policy.group_members,
        group.cell is not None,
        places.band_between(outlook, group.cell) if outlook and group.cell else None,
        group.made_at,
    )


def may_ask(joiner: Joiner | None, policy: Policy, now: datetime) -> None:
    """Raise `NotLetIn` while the group need not hear of this person again."""
    if joiner and joiner.refused_at and now < joiner.refused_at + policy.ask_again:
        left = joiner.refused_at + policy.ask_again - now
        raise NotLetIn(retry_after=max(1, -(-left // timedelta(seconds=1))))


def has_room(group: Group, policy: Policy) -> None:
    """Raise `GroupFull`."""
    if group.members >= policy.group_members:
        raise GroupFull(most=policy.group_members)


def runs(member: Member) -> None:
    """Raise `RoleNeeded` for everybody but owner and admins."""
    if member.role == "member":
        raise RoleNeeded


def may_remove(member: Member, other: Member) -> None:
    """The owner removes whom he or she likes, an admin plain members. Raises `RoleNeeded`."""
    if member.role == "owner" or (member.role == "admin" and other.role == "member"):
        return
    raise RoleNeeded


def heir(members: Sequence[Member]) -> Member | None:
    """Who is in charge after the owner: the longest an admin or, without one, the longest a member."""
    ranked = sorted(members, key=lambda one: (one.role != "admin", one.joined_at, one.person_id))
    return ranked[0] if ranked else None


insert = Statement(
    """
    INSERT INTO chat_group (conversation_id, name, topic, joining, members, cell, made_as, made_at)
    VALUES (%(group_id)s, %(name)s, %(topic)s, %(joining)s, 1, %(cell)s, %(name)s, %(now)s)
    """
)
by_ids = Query(
    Group,
    """
    SELECT conversation_id, name, topic, joining, members, cell, made_as, made_at FROM chat_group
    WHERE conversation_id = ANY(%(group_ids)b::uuid[])
    """,
)
change = Statement(
    """
    UPDATE chat_group SET name = %(name)s, topic = %(topic)s, joining = %(joining)s
    WHERE conversation_id = %(group_id)s
    """
)
grow = Query(
    int,
    """
    UPDATE chat_group SET members = members + 1 WHERE conversation_id = %(group_id)s AND members < %(most)s
    RETURNING members
    """,
)
shrink = Query(
    int, "UPDATE chat_group SET members = members - 1 WHERE conversation_id = %(group_id)s RETURNING members"
)
place = Statement(
    """
    INSERT INTO group_place (region, conversation_id, cell) VALUES (%(region)s, %(group_id)s, %(cell)s)
    """
)
around = Query(
    Found,
    """
    SELECT chat_group.conversation_id, group_place.cell, chat_group.made_at
    FROM group_place JOIN chat_group ON chat_group.conversation_id = group_place.conversation_id
    WHERE group_place.region = ANY(%(regions)s::bigint[])
    """,
)
# A group that somebody is in shows that person all the same who is in charge of it.
strange = Query(
    UUID,
    """
    SELECT owner.conversation_id FROM member AS owner
    LEFT JOIN member AS mine ON mine.conversation_id = owner.conversation_id AND mine.person_id = %(person_id)s
    WHERE owner.conversation_id = ANY(%(group_ids)b::uuid[]) AND owner.role = 'owner'
        AND owner.person_id = ANY(%(owners)b::uuid[]) AND mine.person_id IS NULL
    """,
)
unplace = Statement("DELETE FROM group_place WHERE conversation_id = %(group_id)s")
