"""Find out who is in which conversation."""

from collections.abc import Collection

from kith import people
from kith.chat import member as members
from kith.chat.conversation import ConversationId
from kith.kit.sql import Tx


async def taking_part(
    tx: Tx, asked: Collection[tuple[ConversationId, people.PersonId]]
) -> set[tuple[ConversationId, people.PersonId]]:
    """Those of the asked who are members of the conversation that they are named with."""
    found = await members.present.all(tx, **members.columns(asked))
    return {(one.conversation_id, one.person_id) for one in found}
