"""Close a break."""

from datetime import datetime
from uuid import UUID

import msgspec

from kith import ledger
from kith.kit.sql import Tx
from kith.payments import bill_break as breaks
from kith.payments import bill_day as days
from kith.payments import clearing
from kith.payments.bill_break import Break, BreakClosed, BreakNotFound, BreakReason, BreakStep, NoteNeeded
from kith.payments.clearing import Target


async def close_break(
    tx: Tx, break_id: UUID, *, reason: BreakReason, note: str, to: Target | None, by: str, now: datetime
) -> Break:
    """An operator is done with a difference, and says why.

    What it left in a clearing account is moved out of it, to `to` or else to suspense, so that clearing accounts return
    to zero; what it left in suspense stays there unless `to` says otherwise. The same again is answered as the first
    time, whoever asks; of two who decide otherwise the second is refused. Raises, in this order, `BreakNotFound`,
    `NoteNeeded`, `BreakClosed`, `AlreadyThere`.
    """
    seen = await breaks.by_id.maybe(tx, break_id=break_id)
    if seen is None:
        raise BreakNotFound
    if reason == "other" and not note.strip():
        raise NoteNeeded
    # Whoever reconciles the gateway waits, or is waited for: the break is read anew behind the lock.
    await days.lock_book.one(tx, gateway=seen.gateway)
    found = await breaks.by_id.one(tx, break_id=break_id)
    if found.state == "closed":
        return _again(found, reason, note, to)
    source, fen = breaks.left_in(found.item, found.kind, found.ours_fen, found.theirs_fen)
    target = breaks.target_of(source, fen, to)
    closed = msgspec.structs.replace(
        found,
        state="closed",
        closed_at=now,
        closed_by=by,
        reason=reason,
        note=note,
        moved_to=target,
        moved_fen=fen if target else None,
    )
    await breaks.write.run(tx, rows=msgspec.json.encode([closed]).decode())
    step = BreakStep(
        await breaks.step_count.one(tx, break_id=break_id) + 1,
        "closed",
        found.kind,
        found.ours_fen,
        found.theirs_fen,
        by,
        reason,
        note,
        now,
    )
    await breaks.add_steps.run(tx, rows=breaks.step_rows([(break_id, step)]))
    if target:
        move = clearing.correction(found, turn=found.turn, source=source, target=target, fen=fen)
        await ledger.open_accounts(tx, clearing.accounts(found.gateway), now)
        await ledger.transfer(tx, move.transfer, now)
        await clearing.record.run(tx, rows=clearing.rows([move], found.gateway, now))
    return closed


def _again(found: Break, reason: BreakReason, note: str, to: Target | None) -> Break:
    same_target = to is None or to == found.moved_to
    if found.closed_by is None or (found.reason, found.note) != (reason, note) or not same_target:
        raise BreakClosed
    return found
