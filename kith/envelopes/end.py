"""End an envelope."""

from datetime import datetime
from typing import Literal

from kith import ledger, notices, payments
from kith.envelopes import envelope as envelopes
from kith.envelopes import money
from kith.envelopes.envelope import EnvelopeId
from kith.envelopes.show_end import show_end
from kith.kit.sql import Tx


async def end(tx: Tx, envelope_id: EnvelopeId, state: Literal["expired", "stopped"], now: datetime) -> bool:
    """Close an open envelope, and give what is left of it back to where it came from; False where it is not open.

    The statement that closes it says what is left, so that no share that is taken at the same moment is lost or paid
    twice.
    """
    closed = await envelopes.close.maybe(tx, envelope_id=envelope_id, state=state, now=now)
    if closed is None:
        return False
    envelope = await envelopes.by_id.one(tx, envelope_id=envelope_id)
    rest = envelope.fen - closed.taken_fen
    await ledger.transfer(tx, money.rest(envelope, rest), now)
    if envelope.charge_id is not None and envelope.sender_id is not None:
        await payments.refund_charge(
            tx,
            refund_id=money.refund_id(envelope_id),
            charge_id=envelope.charge_id,
            fen=rest,
            reason="envelope_over",
            now=now,
        )
        await notices.tell(tx, envelope.sender_id, "charge", envelope.charge_id, now)
    await show_end(tx, envelope, now)
    return True
