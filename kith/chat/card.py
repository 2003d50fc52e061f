"""A card: something of another capability, shown in the conversation of those whom it is between."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.chat.conversation import ConversationId, in_order, pair_id
from kith.chat.floor import Saying
from kith.chat.message import MessageId, named
from kith.kit import ids
from kith.kit.sql import Query

CardKind = Literal["gift", "thanks", "ask", "envelope"]
"""What `ref` is: a gift from one to the other, the gift that is thanked for, what one asks the other to pay, an
envelope for those in the conversation."""


class Card(Struct, frozen=True):
    """A card in a conversation: where, from whom, of what."""

    conversation_id: ConversationId
    by: people.PersonId
    kind: CardKind
    ref: UUID
    posted_at: datetime | None = None
    """When it is to be posted; None of one that was, and has moved on."""
    pair: tuple[people.PersonId, people.PersonId] | None = None
    """Whose conversation it is, where that may still have to be begun."""


def between(
    by: people.PersonId, to: people.PersonId, kind: CardKind, ref: UUID, posted_at: datetime | None = None
) -> Card:
    """A card from one to another, in the conversation of the two."""
    return Card(pair_id(by, to), by, kind, ref, posted_at, in_order(by, to))


def place(card: Card) -> tuple[ConversationId, MessageId]:
    """Where a card is: there is one of a kind for each thing."""
    return card.conversation_id, MessageId(ids.derived(card.ref, f"{card.kind} card"))


def saying(card: Card, posted_at: datetime) -> Saying:
    """What the card says."""
    conversation_id, name = place(card)
    return Saying(conversation_id, card.by, name, card.kind, posted_at, kind="card", ref=str(card.ref))


def columns(cards: Sequence[Card]) -> dict[str, object]:
    """The parameters of `move_on`."""
    return named(dict.fromkeys(place(card) for card in cards))


# Of conversations that are held. Where there is no such card, nothing happens.
move_on = Query(
    UUID,
    """
    WITH card AS (
        SELECT message.conversation_id, message.seq,
            row_number() OVER (PARTITION BY message.conversation_id ORDER BY message.seq) AS place
        FROM unnest(%(conversation_ids)b::uuid[], %(message_ids)b::uuid[]) AS asked (conversation_id, message_id)
        JOIN message ON message.conversation_id = asked.conversation_id AND message.message_id = asked.message_id
    ), moved AS (
        UPDATE message SET revision = conversation.revision + card.place
        FROM card JOIN conversation ON conversation.conversation_id = card.conversation_id
        WHERE message.conversation_id = card.conversation_id AND message.seq = card.seq
        RETURNING message.conversation_id
    )
    UPDATE conversation SET revision = conversation.revision + many.cards
    FROM (SELECT conversation_id, count(*) AS cards FROM moved GROUP BY conversation_id) AS many
    WHERE conversation.conversation_id = many.conversation_id
    RETURNING conversation.conversation_id
    """,
)
