"""Ask whether others may see that somebody is typing."""

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.chat.pairing import acquainted
from kith.kit import arrays
from kith.kit.sql import Tx


async def may_type(tx: Tx, conversation_id: ConversationId, person_id: people.PersonId) -> bool:
    """A member may be seen typing by those of the group, and by the other of a pair who knows the person."""
    if not await members.one.maybe(tx, conversation_id=conversation_id, person_id=person_id):
        return False
    for one in await conversations.by_ids.all(tx, conversation_ids=arrays.uuids([conversation_id])):
        footings = await people.between(tx, [one.pair] if one.pair else [])
        return acquainted(one, footings[one.pair] if one.pair else None)
    return False
