"""Say that what a card shows looks different."""

from uuid import UUID

from kith import people
from kith.chat.card import CardKind, between
from kith.chat.write_cards import write_cards
from kith.kit import commit
from kith.kit.sql import Tx


async def move_card(tx: Tx, by: people.PersonId, to: people.PersonId, kind: CardKind, ref: UUID) -> None:
    """Both learn that something changed, and that moment: only for what both may know of.

    Nothing where there is no such card. It is written at the end of this transaction.
    """
    commit.write_last(tx, write_cards, between(by, to, kind, ref), early=True)
