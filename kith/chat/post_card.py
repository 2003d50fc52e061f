"""Show something in the conversation of two people."""

from datetime import datetime
from uuid import UUID

from kith import people
from kith.chat.card import CardKind, between
from kith.chat.write_cards import write_cards
from kith.kit import commit
from kith.kit.sql import Tx


async def post_card(
    tx: Tx, by: people.PersonId, to: people.PersonId, kind: CardKind, ref: UUID, *, now: datetime
) -> None:
    """From one to the other, straight among their chats; once for each thing, however often it is asked.

    Both see that it is there. Each looks the thing up for oneself. It is written at the end of this transaction.
    """
    commit.write_last(tx, write_cards, between(by, to, kind, ref, now), early=True)
