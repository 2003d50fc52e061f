"""Show something in a conversation of whatever kind."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat.card import Card, CardKind
from kith.chat.conversation import ConversationId
from kith.chat.write_cards import write_cards
from kith.kit import commit
from kith.kit.sql import Tx


async def post_card_in(
    tx: Tx, conversation_id: ConversationId, by: people.PersonId, kind: CardKind, ref: UUID, *, now: datetime
) -> None:
    """For all who are in it, straight among their chats; once for each thing, however often it is asked.

    Each looks the thing up for oneself. Nothing where there is no such conversation any more. It is written at the end
    of this transaction.
    """
    commit.write_last(tx, write_cards, Card(conversation_id, by, kind, ref, now), early=True)
