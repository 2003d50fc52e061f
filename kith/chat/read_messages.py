"""Read messages of a conversation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat.chat import Messages
from kith.chat.conversation import Conversation, ConversationId, ConversationNotFound
from kith.chat.member import Member
from kith.chat.message import Row
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Tx

_TOP = (1 << 63) - 1


async def read_messages(
    tx: Tx,
    policy: Policy,
    conversation_id: ConversationId,
    person_id: people.PersonId,
    *,
    since: int | None,
    before: int | None,
    most: int,
    now: datetime,
) -> Messages:
    """What changed after revision `since`, in the order in which it did, each message once in its latest form; or what
    was said before number `before`, the newest first; without either, the newest.

    Nothing that was said before the person joined. Raises `ConversationNotFound`.
    """
    member = await members.one.maybe(tx, conversation_id=conversation_id, person_id=person_id)
    if member is None:
        raise ConversationNotFound
    # Read before the messages: whoever goes on from its revision may hear something twice, but misses nothing.
    [conversation] = await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id]))
    if since is None:
        rows = await _said_before(tx, member, before, most)
        revision, more = conversation.revision, bool(rows) and rows[-1].seq > member.joined_seq + 1
    else:
        rows = await _changed_after(tx, conversation, member, since, most)
        revision = rows[-1].revision if len(rows) == most else max(since, conversation.revision)
        more = revision < conversation.revision
    cards = await people.cards(tx, _mentioned(rows), now)
    return Messages([messages.shown(row, policy) for row in rows], revision, more, list(cards.values()))


async def _said_before(tx: Tx, member: Member, before: int | None, most: int) -> list[Row]:
    return await messages.before.all(
        tx,
        conversation_id=member.conversation_id,
        before=_TOP if before is None else before,
        joined_seq=member.joined_seq,
        limit=most,
    )


async def _changed_after(tx: Tx, conversation: Conversation, member: Member, since: int, most: int) -> list[Row]:
    return await messages.changed.all(
        tx,
        conversation_id=conversation.conversation_id,
        after=since,
        until=conversation.revision,
        joined_seq=member.joined_seq,
        limit=most,
    )


def _mentioned(rows: Sequence[Row]) -> set[people.PersonId]:
    about = {people.PersonId(UUID(row.ref)) for row in rows if row.kind == "notice" and row.ref}
    return {row.sender_id for row in rows} | about
