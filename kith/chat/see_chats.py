"""See conversations as one of their members."""

from collections.abc import Sequence
from datetime import datetime

from kith import people
from kith.chat import chat as chats
from kith.chat import conversation as conversations
from kith.chat import group as groups
from kith.chat import member as members
from kith.chat import message as messages
from kith.chat.chat import Chat
from kith.chat.conversation import Conversation
from kith.chat.inbox import Entry
from kith.chat.policy import Policy
from kith.kit import arrays
from kith.kit.sql import Tx


async def see_chats(
    tx: Tx, policy: Policy, person_id: people.PersonId, entries: Sequence[Entry], now: datetime
) -> list[Chat]:
    """The conversations of these entries, in their order; what the person has left meanwhile is left out."""
    if not entries:
        return []
    named = arrays.uuids([entry.conversation_id for entry in entries])
    standing = {one.conversation_id: one for one in await conversations.by_ids.all(tx, conversation_ids=named)}
    others = {key: other for key, one in standing.items() if (other := _other(one, person_id))}
    asked = [(key, person_id) for key in standing] + list(others.items())
    taking_part = {
        (one.conversation_id, one.person_id): one for one in await members.some.all(tx, **members.columns(asked))
    }
    last = await messages.last.all(
        tx,
        conversation_ids=arrays.uuids(list(standing)),
        seqs=arrays.bigints([one.last_seq for one in standing.values()]),
    )
    said = {row.conversation_id: messages.shown(row, policy) for row in last}
    speaking = {key: row.sender_id for key, row in said.items() if key not in others}
    cards = await people.cards(tx, {*others.values(), *speaking.values()}, now)
    speakers = {key: cards[speaker] for key, speaker in speaking.items()}
    footings = await people.between(tx, [one.pair for one in standing.values() if one.pair])
    known = {one.conversation_id: one for one in await groups.by_ids.all(tx, group_ids=named)}
    return [
        chats.view(
            entry,
            conversation,
            mine,
            other=taking_part.get((conversation.conversation_id, other)) if other else None,
            footing=footings[conversation.pair] if conversation.pair else None,
            person=cards[other] if other else None,
            group=known.get(conversation.conversation_id),
            last=said.get(conversation.conversation_id),
            speaker=speakers.get(conversation.conversation_id),
            policy=policy,
        )
        for entry in entries
        if (conversation := standing.get(entry.conversation_id))
        and (mine := taking_part.get((conversation.conversation_id, person_id)))
        for other in [others.get(conversation.conversation_id)]
    ]


def _other(conversation: Conversation, person_id: people.PersonId) -> people.PersonId | None:
    return conversation.opposite(person_id) if conversation.pair else None
