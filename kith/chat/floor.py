"""What is said in some conversations at once, in order: who may say it, and what becomes of the conversations.

It is decided in memory, on what was read under the locks of these conversations, and written in one go.
"""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from kith import media, people
from kith.chat.conversation import Conversation, ConversationId, ConversationNotFound
from kith.chat.inbox import Box
from kith.chat.member import Member
from kith.chat.message import MessageDiffers, MessageId, MessageKind, NewMessage, NothingSaid, Row, same
from kith.chat.policy import Policy
from kith.chat.words import check_words
from kith.chat.writing import (
    DAY,
    MINUTE,
    TooManyGreetings,
    TooManyMessages,
    Writing,
    counted,
    seconds_left,
)
from kith.kit.refusal import Refusal


class FriendsMayWrite(Refusal, status=403):
    """This person lets only friends write: people who follow each other."""


class GreetingUnanswered(Refusal):
    """You have written as much as one can before there is an answer."""


class Saying(Struct, frozen=True):
    """What somebody wants to say."""

    conversation_id: ConversationId
    sender_id: people.PersonId
    message_id: MessageId
    body: str
    said_at: datetime
    kind: MessageKind = "text"
    ref: str | None = None


def saying_of(conversation_id: ConversationId, sender_id: people.PersonId, new: NewMessage, now: datetime) -> Saying:
    """What a new message says: a text, or a picture with or without words."""
    kind: MessageKind = "photo" if new.picture_id else "text"
    return Saying(conversation_id, sender_id, new.message_id, new.body, now, kind=kind, ref=new.picture_id)


class Facts(Struct, frozen=True):
    """What is known of some conversations, read under their locks."""

    conversations: list[Conversation]
    members: list[Member]
    """Whoever wants to say something, and both of each pair."""
    earlier: list[Row]
    """What was said before under one of the ids."""
    footings: dict[tuple[people.PersonId, people.PersonId], people.Footing]
    friends_only: frozenset[people.PersonId]
    writings: list[Writing]


class Floor:
    """The conversations, and what is said in them now."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self.conversations = {one.conversation_id: one for one in facts.conversations}
        self.members = {(one.conversation_id, one.person_id): one for one in facts.members}
        self.writings = {one.person_id: one for one in facts.writings}
        self.said: list[Row] = []
        self.lost: set[tuple[ConversationId, MessageId]] = set()
        """Messages whose picture is not there for whoever wants to send it."""
        self.joined: list[Member] = []
        """Of a pair whoever hears of it for the first time."""
        self.boxes: dict[tuple[people.PersonId, ConversationId], tuple[Box, datetime]] = {}
        """Where conversations of pairs move up."""
        self.counted: set[people.PersonId] = set()
        self.met: list[tuple[people.PersonId, people.PersonId]] = []
        self._earlier = {(one.conversation_id, one.message_id): one for one in facts.earlier}
        self._before = dict(self.members)
        self._first = dict(self.conversations)
        self._facts = facts
        self._policy = policy

    def say(self, saying: Saying) -> Row:
        """Somebody says something; said again, it is what it was.

        Raises, in this order, `ConversationNotFound`, `MessageDiffers`, and of what was not said before `NothingSaid`,
        `media.PictureNotFound`, `people.PersonNotFound` (also across a block), `WordsNotAllowed`, `FriendsMayWrite`,
        `GreetingUnanswered`, `TooManyGreetings`, `TooManyMessages`.
        """
        conversation = self.conversations.get(saying.conversation_id)
        member = self.members.get((saying.conversation_id, saying.sender_id))
        if conversation is None or member is None:
            raise ConversationNotFound
        first = self._earlier.get((saying.conversation_id, saying.message_id))
        if first is not None:
            if not same(first, saying.sender_id, saying.kind, saying.body, saying.ref):
                raise MessageDiffers
            return first
        if saying.kind == "text" and not saying.body.strip():
            raise NothingSaid
        if (saying.conversation_id, saying.message_id) in self.lost:
            raise media.PictureNotFound
        greeting = self._may_write(conversation, member, saying.body)
        self._count(saying.sender_id, greeting=greeting and member.written == 0, now=saying.said_at)
        row = self._add(conversation, saying)
        self.members[row.conversation_id, row.sender_id] = replace(member, read_seq=row.seq, written=member.written + 1)
        self._put(conversation, saying.sender_id, greeting=greeting, now=row.sent_at)
        return row

    def post(self, saying: Saying) -> Row:
        """Something is shown or noted in a conversation, whoever may write there; posted again, it is what it was."""
        first = self._earlier.get((saying.conversation_id, saying.message_id))
        if first is not None:
            return first
        conversation = self.conversations[saying.conversation_id]
        row = self._add(conversation, saying)
        for person_id in conversation.pair or ():
            self._let_in(row.conversation_id, person_id, row.sent_at)
            self.boxes[person_id, row.conversation_id] = ("chats", row.sent_at)
        member = self.members.get((row.conversation_id, row.sender_id))
        if member is not None and member.read_seq == row.seq - 1:
            self.members[row.conversation_id, row.sender_id] = replace(member, read_seq=row.seq)
        return row

    def apart(self, conversation_id: ConversationId) -> bool:
        """Whether nothing may pass between the two of a pair."""
        pair = self.conversations[conversation_id].pair
        return pair is not None and self._facts.footings[pair].apart

    def changed(self) -> list[Conversation]:
        """Conversations in which something was said."""
        return [one for key, one in self.conversations.items() if one != self._first[key]]

    def spoken(self) -> Iterable[ConversationId]:
        """Conversations with something to read."""
        return dict.fromkeys(row.conversation_id for row in self.said)

    def went_on(self) -> list[tuple[Member, int]]:
        """Members who read or wrote more, each with how many messages more."""
        return [
            (one, one.written - self._before[key].written)
            for key, one in self.members.items()
            if key in self._before and one != self._before[key]
        ]

    def _may_write(self, conversation: Conversation, member: Member, body: str) -> bool:
        """Whether it is a greeting: to somebody who is no friend and has not answered."""
        footing = self._facts.footings[conversation.pair] if conversation.pair else None
        if footing and footing.apart:
            raise people.PersonNotFound
        check_words(body, self._policy)
        other_id = conversation.opposite(member.person_id)
        if footing is None or other_id is None:
            return False
        other = self.members.get((conversation.conversation_id, other_id))
        if conversation.opened_at or footing.friends or (other and other.written):
            return False
        if other_id in self._facts.friends_only:
            raise FriendsMayWrite
        if member.written >= self._policy.greeting_messages:
            raise GreetingUnanswered(most=self._policy.greeting_messages)
        return True

    def _count(self, person_id: people.PersonId, *, greeting: bool, now: datetime) -> None:
        before, policy = self.writings.get(person_id), self._policy
        after = counted(before, person_id, greeting=greeting, now=now)
        if after.greetings > policy.greetings_a_day and greeting:
            raise TooManyGreetings(retry_after=seconds_left(after.day_at, DAY, now))
        if after.messages > policy.messages_a_minute:
            raise TooManyMessages(retry_after=seconds_left(after.minute_at, MINUTE, now))
        self.writings[person_id] = after
        self.counted.add(person_id)

    def _add(self, conversation: Conversation, saying: Saying) -> Row:
        at = max(saying.said_at, conversation.last_at)
        row = Row(
            saying.conversation_id,
            conversation.last_seq + 1,
            conversation.revision + 1,
            saying.message_id,
            saying.sender_id,
            saying.kind,
            saying.body,
            saying.ref,
            at,
        )
        self.said.append(row)
        self._earlier[row.conversation_id, row.message_id] = row
        self.conversations[row.conversation_id] = replace(
            conversation, last_seq=row.seq, revision=row.revision, last_at=at
        )
        return row

    def _put(self, conversation: Conversation, sender_id: people.PersonId, *, greeting: bool, now: datetime) -> None:
        """Move a pair's conversation up for both. It is open from the moment on that both have written."""
        other_id = conversation.opposite(sender_id)
        if conversation.pair is None or other_id is None:
            return
        conversation_id = conversation.conversation_id
        other = self._let_in(conversation_id, other_id, now)
        if conversation.opened_at is None and other.written:
            self.conversations[conversation_id] = replace(self.conversations[conversation_id], opened_at=now)
            self.met.append(conversation.pair)
        self.boxes[sender_id, conversation_id] = ("chats", now)
        self.boxes[other_id, conversation_id] = ("greetings" if greeting else "chats", now)

    def _let_in(self, conversation_id: ConversationId, person_id: people.PersonId, now: datetime) -> Member:
        found = self.members.get((conversation_id, person_id))
        if found is None:
            found = Member(conversation_id, person_id, "member", now, joined_seq=0, read_seq=0, written=0, muted=False)
            self.members[conversation_id, person_id] = self._before[conversation_id, person_id] = found
            self.joined.append(found)
        return found
