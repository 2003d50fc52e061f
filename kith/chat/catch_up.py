"""Catch up with a conversation."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat.conversation import ConversationId, ConversationNotFound
from kith.chat.frames import News
from kith.chat.hear import hear
from kith.chat.member import Member
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Tx


class Missed(Struct, frozen=True):
    """What a member has missed, at least the beginning of it."""

    member: Member
    said: News
    more: bool
    """There is more of it."""


async def catch_up(
    tx: Tx,
    policy: Policy,
    conversation_id: ConversationId,
    *,
    person_id: people.PersonId,
    after: int | None,
    now: datetime,
) -> Missed:
    """What one of its members has missed after a revision, or nothing. Raises `ConversationNotFound`.

    That the person is a member is read after the revision: who is removed later is told by a later one.
    """
    for conversation in await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id])):
        member = await members.one.maybe(tx, conversation_id=conversation_id, person_id=person_id)
        if member is not None:
            if after is None or after >= conversation.revision:
                now_here = News(conversation_id, conversation.revision, conversation.revision, [], [])
                return Missed(member, now_here, more=False)
            heard = await hear(tx, conversation, after, joined_seq=member.joined_seq, now=now)
            shown = [messages.shown(row, policy) for row in heard.rows]
            said = News(conversation_id, after, heard.revision, shown, list(heard.cards.values()))
            return Missed(member, said, more=heard.revision < conversation.revision)
    raise ConversationNotFound
