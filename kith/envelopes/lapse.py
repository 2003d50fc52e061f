"""Let an envelope go that nobody paid."""

from datetime import datetime

from kith import notices, payments
from kith.envelopes import envelope as envelopes
from kith.envelopes.envelope import EnvelopeId
from kith.kit.sql import Tx


async def lapse(tx: Tx, envelope_id: EnvelopeId, now: datetime) -> bool:
    """It no longer waits for its payment; False where it does not wait. Money that still comes goes back."""
    if await envelopes.lapse.maybe(tx, envelope_id=envelope_id, now=now) is None:
        return False
    envelope = await envelopes.by_id.one(tx, envelope_id=envelope_id)
    if envelope.charge_id is not None and envelope.sender_id is not None:
        await payments.cancel_charge(tx, envelope.charge_id, now)
        await notices.tell(tx, envelope.sender_id, "envelope_sent", envelope_id, now)
    if envelope.cell is not None:
        envelopes.forget_place.send(tx, envelope_id=envelope_id)
    return True
