"""Send an envelope."""

import math
from datetime import datetime

from kith import chat, payments, people, places
from kith.envelopes import brake as brakes
from kith.envelopes import envelope as envelopes
from kith.envelopes import sending as sendings
from kith.envelopes.draw import draw
from kith.envelopes.envelope import Envelope
from kith.envelopes.envelope_view import EnvelopeView
from kith.envelopes.password import Passwords
from kith.envelopes.policy import Policy
from kith.envelopes.pull_brake import pull_brake
from kith.envelopes.sending import CoolingDown, EnvelopeDiffers, NewEnvelope, NotAcquainted, OverDailyCeiling
from kith.envelopes.show_envelope import show_envelope
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx

_SUBJECT = "红包"


async def send(
    tx: Tx,
    policy: Policy,
    me: people.Me,
    new: NewEnvelope,
    *,
    words: chat.Policy,
    passwords: Passwords,
    now: datetime,
) -> EnvelopeView | Refusal:
    """Divide it, write it down with its commitment, and ask the sender for the money; who pays opens it.

    What the sender sends holds still meanwhile. The same envelope again is answered as it stands. Raises
    `EnvelopeDiffers`, `chat.ConversationNotFound`, what `sending.may_send` and `_recipient` say,
    `chat.WordsNotAllowed`, what `places.viewpoint` says, `TooManyUnpaidEnvelopes`. Returned are `CoolingDown` and
    `OverDailyCeiling`: for the operator they leave a trace.
    """
    sendings.hold_sender.send(tx, key=sendings.lock_key(me.person_id))
    first = await envelopes.by_id.maybe(tx, envelope_id=new.envelope_id)
    password_hash = passwords.kept(new.envelope_id, new.password)
    if first is not None:
        if not sendings.same(first, new, me.person_id, password_hash):
            raise EnvelopeDiffers
        return await show_envelope(tx, policy, new.envelope_id, me.person_id, now)
    conversation = await chat.see_conversation(tx, new.conversation_id, me.person_id)
    sendings.may_send(new, me.person_id, conversation.pair is not None, policy)
    to_id = await _recipient(tx, conversation, me.person_id, new)
    chat.check_words(new.greeting, words)
    cell = await places.viewpoint(tx, me.person_id, now) if new.here else None
    evened = False
    if new.kind == "lucky" and conversation.pair is None:
        held = await pull_brake(tx, policy, new, me.person_id, now)
        if held.cools_until and held.cools_until > now:
            seconds = math.ceil((held.cools_until - now).total_seconds())
            return CoolingDown(retry_after=seconds, minutes=-(-seconds // 60))
        evened = held.evens_until is not None and held.evens_until > now
    today = people.start_of(people.day_of(now))
    sent = await sendings.sent_since.one(
        tx, sender_id=me.person_id, since=today, look_from=min(today, now - policy.payment_window)
    )
    try:
        sendings.within_day(sent, new.fen, policy)
    except OverDailyCeiling as refusal:
        pulled = brakes.daily(new.conversation_id, me.person_id, now)
        await brakes.pull.run(tx, **brakes.columns([pulled]))
        return refusal
    charge_id = envelopes.charge_id_of(new.envelope_id)
    pay_by = now + policy.payment_window
    await draw(
        tx,
        Envelope(
            envelope_id=new.envelope_id,
            conversation_id=new.conversation_id,
            sender_id=me.person_id,
            device_id=me.device_id,
            kind="equal" if evened else new.kind,
            fen=new.fen,
            count=new.count,
            to_id=to_id,
            evened=evened,
            greeting=new.greeting,
            cover=new.cover,
            password_hash=password_hash,
            cell=cell,
            commitment=b"",
            charge_id=charge_id,
            source_id=None,
            sent_at=now,
        ),
    )
    envelopes.wait.send(tx, envelope_id=new.envelope_id, pay_by=pay_by)
    await payments.open_charge(
        tx,
        charge_id=charge_id,
        payer_id=me.person_id,
        fen=new.fen,
        subject=new.greeting or _SUBJECT,
        purpose="envelope",
        ref=new.envelope_id,
        pay_by=pay_by,
        now=now,
    )
    return await show_envelope(tx, policy, new.envelope_id, me.person_id, now)


async def _recipient(
    tx: Tx, conversation: chat.Conversation, sender_id: people.PersonId, new: NewEnvelope
) -> people.PersonId | None:
    """The only one who may open it. Raises `people.PersonNotFound` (also across a block), `NotAcquainted`."""
    if conversation.pair is None:
        if new.for_id and not await chat.taking_part(tx, [(new.conversation_id, new.for_id)]):
            raise people.PersonNotFound
        return new.for_id
    footing = (await people.between(tx, [conversation.pair]))[conversation.pair]
    if footing.apart:
        raise people.PersonNotFound
    if not (footing.friends or conversation.opened_at):
        raise NotAcquainted
    return conversation.opposite(sender_id)
