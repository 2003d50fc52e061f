"""Show that an envelope has come to its end."""

from datetime import datetime

from kith import chat, notices
from kith.envelopes import envelope as envelopes
from kith.envelopes.envelope import Envelope
from kith.kit.sql import Tx


async def show_end(tx: Tx, envelope: Envelope, now: datetime) -> None:
    """Its card moves on and its sender is told: from now on everybody may see how it was divided. Its place is
    forgotten.
    """
    if envelope.cell is not None:
        envelopes.forget_place.send(tx, envelope_id=envelope.envelope_id)
    by = envelope.sender_id or envelopes.OPERATOR
    await chat.move_card_in(tx, envelope.conversation_id, by, "envelope", envelope.envelope_id)
    if envelope.sender_id is not None:
        await notices.tell(tx, envelope.sender_id, "envelope_sent", envelope.envelope_id, now)
