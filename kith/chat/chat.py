"""A conversation as one of its members sees it."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.chat.conversation import Conversation, ConversationId, Kind
from kith.chat.group import Group, GroupCard
from kith.chat.inbox import Entry
from kith.chat.member import Member
from kith.chat.message import Message
from kith.chat.policy import Policy
from kith.kit.page import cursor


class Chat(Struct, frozen=True):
    """A conversation of mine."""

    conversation_id: ConversationId
    kind: Kind
    person: people.Card | None
    """The other one of a pair."""
    group: GroupCard | None
    last: Message | None
    speaker: people.Card | None
    """Who said the last of a group."""
    last_seq: int
    revision: int
    """How often something was said or has moved on."""
    read_seq: int
    unread: int
    muted: bool
    greeting: bool
    """Somebody I do not know wrote to me; it is among the chats from my answer on."""
    other_read_seq: int | None
    """How far the other one of a pair has read; not known of somebody who has not answered."""
    greetings_left: int | None
    """How many more messages I may write before there is an answer; null where there is no limit."""
    active_at: datetime


class Messages(Struct, frozen=True):
    """Messages of a conversation, and what is needed to show them."""

    items: list[Message]
    revision: int
    """What to ask for after these: everything that changed up to here is known then."""
    more: bool
    """There are more of them: in this direction, where a direction was asked for."""
    people: list[people.Card]
    """Who wrote them, and whom notices are about."""


class ReadMark(Struct, frozen=True):
    """How far I have read."""

    read_seq: int
    unread: int


def view(
    entry: Entry,
    conversation: Conversation,
    member: Member,
    *,
    other: Member | None,
    footing: people.Footing | None,
    person: people.Card | None,
    group: Group | None,
    last: Message | None,
    speaker: people.Card | None,
    policy: Policy,
) -> Chat:
    """What one member sees of the conversation."""
    known = conversation.opened_at is not None or footing is None or footing.friends
    answered = known or (other is not None and other.written > 0)
    seen = last if last and last.seq > member.joined_seq else None
    return Chat(
        conversation.conversation_id,
        conversation.kind,
        person,
        GroupCard(group.name, group.members, member.role) if group else None,
        seen,
        speaker if seen else None,
        conversation.last_seq,
        conversation.revision,
        member.read_seq,
        conversation.last_seq - member.read_seq,
        member.muted,
        entry.box == "greetings",
        other.read_seq if other and known else None,
        None if answered else max(0, policy.greeting_messages - member.written),
        entry.active_at,
    )


def merge(pairs: list[Entry], groups: list[Entry], limit: int) -> list[Entry]:
    """The newest of both lists."""
    return sorted([*pairs, *groups], key=lambda one: (one.active_at, one.conversation_id), reverse=True)[:limit]


def following(entries: list[Entry], limit: int) -> str | None:
    """The cursor to the page after these."""
    return cursor(entries[-1].active_at, entries[-1].conversation_id) if len(entries) == limit else None
