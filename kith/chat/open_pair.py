"""Open the conversation of two people."""

from datetime import datetime

from kith import people
from kith.chat import conversation as conversations
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.kit.sql import Tx


async def open_pair(tx: Tx, person_id: people.PersonId, other_id: people.PersonId, now: datetime) -> ConversationId:
    """Make sure that it is there for the first of them. The other learns of it when something is said in it.

    Raises `people.NotYourself`, `people.PersonNotFound` (also across a block).
    """
    if person_id == other_id:
        raise people.NotYourself
    pair = conversations.in_order(person_id, other_id)
    conversation_id = conversations.pair_id(*pair)
    if (await people.between(tx, [pair]))[pair].apart:
        raise people.PersonNotFound
    one_id, two_id = pair
    await conversations.add.run(
        tx, conversation_id=conversation_id, kind="pair", one_id=one_id, other_id=two_id, now=now
    )
    await members.add.run(tx, conversation_id=conversation_id, person_id=person_id, role="member", seq=0, now=now)
    return conversation_id
