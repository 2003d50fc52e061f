"""Hear what is new in a conversation."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import people
from kith.chat import message as messages
from kith.chat.conversation import Conversation
from kith.chat.message import Row
from kith.kit.sql import Tx

_MOST = 50


class Heard(Struct, frozen=True):
    """What changed, and who is named in it."""

    rows: list[Row]
    revision: int
    """All that changed up to here is known then."""
    cards: dict[people.PersonId, people.Card]


async def hear(tx: Tx, conversation: Conversation, after: int, *, joined_seq: int, now: datetime) -> Heard:
    """What changed in it after a revision, up to the one it had when it was read, or the beginning of it."""
    rows = await messages.changed.all(
        tx,
        conversation_id=conversation.conversation_id,
        after=after,
        until=conversation.revision,
        joined_seq=joined_seq,
        limit=_MOST,
    )
    about = {people.PersonId(UUID(row.ref)) for row in rows if row.kind == "notice" and row.ref}
    cards = await people.cards(tx, {row.sender_id for row in rows} | about, now) if rows else {}
    return Heard(rows, rows[-1].revision if len(rows) == _MOST else conversation.revision, cards)
