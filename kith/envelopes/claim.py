"""Open envelopes."""

from collections.abc import Sequence
from datetime import datetime

from kith import chat, ledger, people, places, wallet
from kith.envelopes import brake as brakes
from kith.envelopes import claiming as claims
from kith.envelopes import money
from kith.envelopes.claiming import Claim, Open, Taken, Try
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.envelopes.policy import Policy
from kith.envelopes.shelf import Shelf
from kith.envelopes.show_end import show_end
from kith.envelopes.table import Facts, Table
from kith.kit.refusal import Refusal
from kith.kit.sql import Rows, Tx, together


class EnvelopesBroken(Exception):
    """The database did not do what was decided under its locks. Never expected; the transaction must not commit."""


async def claim(tx: Tx, policy: Policy, shelf: Shelf, asked: Sequence[Claim]) -> list[Taken | Refusal]:
    """Give each the next share of the envelope that he or she opens, in order; everybody gets an answer or a refusal.

    Hold the envelopes in one order and read what is known of them and of those who claim; decide in memory
    (`Table.claim` tells the refusals); write shares, states and ledger at once. Of an envelope that is emptied its
    sender is told, and its card moves on; of one that goes on they see how far who look. A batch of one is the plain
    case.
    """
    known = await shelf.fetch(tx, {one.envelope_id for one in asked})
    held = claims.lock.send(tx, **claims.named(asked))
    table = Table(await _facts(tx, policy, known, asked, held), policy)
    answers: list[Taken | Refusal] = []
    for one in asked:
        try:
            answers.append(table.claim(one))
        except Refusal as refusal:
            answers.append(refusal)
    if table.tries:
        claims.keep_tries.send(tx, **claims.try_columns(list(table.tries.values())))
    if table.pulled:
        brakes.pull.send(tx, **brakes.columns(table.pulled))
    if table.taken:
        await _record(tx, table, known, asked[-1].claimed_at)
    return answers


async def _facts(
    tx: Tx, policy: Policy, known: dict[EnvelopeId, Envelope], asked: Sequence[Claim], held: Rows[Open]
) -> Facts:
    """What `held` locks, and then reads: who waited for a lock sees what was done under it."""
    about = [(one, known[one.envelope_id]) for one in asked if one.envelope_id in known]
    pairs = {one: pair for one, envelope in known.items() if (pair := envelope.pair)}
    guarded = [one for one, envelope in about if envelope.password_hash or envelope.cell]
    where = {(one.person_id, envelope.cell) for one, envelope in about if envelope.cell}
    shares, linked, members, footings, tries, near = await together(
        tx,
        claims.shares_of.all(tx, **claims.keys(asked)),
        claims.shares_by_device.all(tx, **claims.devices(asked)),
        chat.taking_part(tx, {(envelope.conversation_id, one.person_id) for one, envelope in about}),
        people.between(tx, list(pairs.values())),
        _tries(tx, guarded),
        places.within(tx, where, policy.place_steps, asked[-1].claimed_at),
    )
    return Facts(
        known,
        await held.all(),
        [*linked, *shares],
        members,
        {one for one, pair in pairs.items() if footings[pair].apart},
        tries,
        near,
    )


async def _tries(tx: Tx, guarded: Sequence[Claim]) -> list[Try]:
    return await claims.tries_of.all(tx, **claims.keys(guarded)) if guarded else []


async def _record(tx: Tx, table: Table, known: dict[EnvelopeId, Envelope], now: datetime) -> None:
    taken, changed = table.taken, table.changed()
    written = claims.take.send(tx, now=now, **claims.columns(taken, changed))
    await ledger.want_accounts(tx, wallet.accounts([one.person_id for one in taken]), now)
    await ledger.transfer_all(
        tx,
        [money.claim(one.envelope_id, one.person_id, wallet.account(one.person_id), one.fen) for one in taken],
        now,
    )
    if await written.maybe() is None:
        raise EnvelopesBroken
    for one in changed:
        envelope = known[one.envelope_id]
        if one.state == "emptied":
            await show_end(tx, envelope, now)
        else:
            await chat.show_progress(tx, envelope.conversation_id, one.envelope_id, one.taken)
