"""Say that what a card in a conversation of whatever kind shows looks different."""

from uuid import UUID

from kith import people
from kith.chat.card import Card, CardKind
from kith.chat.conversation import ConversationId
from kith.chat.write_cards import write_cards
from kith.kit import commit
from kith.kit.sql import Tx


async def move_card_in(tx: Tx, conversation_id: ConversationId, by: people.PersonId, kind: CardKind, ref: UUID) -> None:
    """All who are in it learn that something changed, and that moment: only for what all may know of.

    Nothing where there is no such card. It is written at the end of this transaction.
    """
    commit.write_last(tx, write_cards, Card(conversation_id, by, kind, ref), early=True)
