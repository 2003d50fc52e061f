"""Take the money of an envelope, and open it."""

from datetime import datetime

from kith import chat, ledger, notices, payments
from kith.envelopes import brake as brakes
from kith.envelopes import envelope as envelopes
from kith.envelopes import money
from kith.envelopes import share as shares
from kith.envelopes.brake import Brake
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.envelopes.policy import Policy
from kith.kit import ids
from kith.kit.sql import Tx


async def fund(tx: Tx, charge: payments.Charge, now: datetime, *, policy: Policy) -> bool:
    """Move what was paid into the envelope, open it for a day, and show it in its conversation.

    A lot of money for somebody to whom the sender never gave any opens later. False when it no longer waits for its
    payment, or the sender is no longer in that conversation: nothing was moved and the sender gets all of it back.
    For `payments.Paid`, purpose `envelope`.
    """
    envelope = await envelopes.by_id.maybe(tx, envelope_id=EnvelopeId(charge.ref))
    standing = await envelopes.lock.maybe(tx, envelope_id=charge.ref)
    if envelope is None or standing is None or standing.state != "unpaid" or envelope.sender_id is None:
        return False
    if not await chat.taking_part(tx, [(envelope.conversation_id, envelope.sender_id)]):
        return False
    held = await _waits(tx, policy, envelope, now)
    opens_at = now + policy.waiting if held else now
    await ledger.want_accounts(tx, [money.account_of(envelope.envelope_id)], now)
    await ledger.transfer(tx, money.deposit(envelope.envelope_id, charge.charge_id, envelope.fen), now)
    envelopes.open_up.send(
        tx, envelope_id=envelope.envelope_id, opens_at=opens_at, ends_at=opens_at + policy.opening, held=held
    )
    shares.note.send(
        tx, person_id=envelope.sender_id, side="sent", envelope_id=envelope.envelope_id, fen=envelope.fen, now=now
    )
    await chat.post_card_in(tx, envelope.conversation_id, envelope.sender_id, "envelope", envelope.envelope_id, now=now)
    await notices.tell(tx, envelope.sender_id, "envelope_sent", envelope.envelope_id, now)
    return True


async def _waits(tx: Tx, policy: Policy, envelope: Envelope, now: datetime) -> bool:
    if envelope.to_id is None:
        return False
    given = await brakes.given.one(
        tx,
        sender_id=envelope.sender_id,
        to_id=envelope.to_id,
        envelope_id=envelope.envelope_id,
        since=now - policy.waiting,
    )
    if not brakes.waits(given, envelope.fen, policy):
        return False
    pulled = Brake(
        brake_id=ids.derived(envelope.envelope_id, "new person"),
        conversation_id=envelope.conversation_id,
        kind="new_person",
        envelope_id=envelope.envelope_id,
        person_id=envelope.sender_id,
        pulled_at=now,
    )
    await brakes.pull.run(tx, **brakes.columns([pulled]))
    return True
