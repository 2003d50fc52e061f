"""A break: a difference between a gateway's bill and our rows, open until it resolves itself or is closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.payments.bill_line import Item
from kith.payments.clearing import Account, Move, Target, correction, side_of
from kith.payments.posting import gateway_id
from kith.payments.standing import BreakKind, Standing, kind_of

BreakState = Literal["open", "closed"]
BreakReason = Literal["gateway_error", "our_error", "done_by_hand", "fee", "written_off", "other"]
"""Why an operator closes one: whose mistake it was; what is missing was done outside of Kith; the gateway's price;
given up; told in the note."""

SelfReason = Literal["came_late", "found_here", "bill_corrected"]
"""Why one closed by itself: a later bill has the line; our row has come after it; the bill says something else now."""

StepDid = Literal["opened", "changed", "closed", "reopened"]


class Break(Struct, frozen=True):
    """A difference. Amounts in fen, above zero where money came to us; one side is null where it has nothing."""

    break_id: UUID
    gateway: str
    item: Item
    number: str
    nth: int
    kind: BreakKind
    day: date
    ours_fen: int | None
    ours_at: datetime | None
    ours_state: str | None
    theirs_fen: int | None
    theirs_at: datetime | None
    theirs_day: date | None
    gateway_number: str | None
    state: BreakState
    turn: int
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    reason: str | None
    note: str | None
    moved_to: Target | None
    moved_fen: int | None


class BreakStep(Struct, frozen=True):
    """Something that became of a break; `by` is null where it came about by itself."""

    step: int
    did: StepDid
    kind: BreakKind
    ours_fen: int | None
    theirs_fen: int | None
    by: str | None
    reason: str | None
    note: str | None
    at: datetime


class Change(Struct, frozen=True):
    """What is to be written of one break: how it stands now, and the steps that led there. `back` is what an operator
    had moved when closing it: it has no cause any more."""

    row: Break
    steps: list[BreakStep]
    back: Move | None = None


class BreakNotFound(Refusal, status=404):
    """There is no such break."""


class BreakClosed(Refusal):
    """This break was closed already, for another reason or by moving the money elsewhere. Look at it again."""


class NoteNeeded(Refusal):
    """Say in the note what the reason is."""


class AlreadyThere(Refusal):
    """The difference lies in suspense already. Close it without moving it, or move it to another account."""


def left_in(item: Item, kind: BreakKind, ours_fen: int | None, theirs_fen: int | None) -> tuple[Account, int]:
    """Which account cannot return to zero for a difference, and by how much it is too rich."""
    ours, theirs = ours_fen or 0, theirs_fen or 0
    match kind:
        case "missing_there":
            return side_of(item), ours
        case "amount":
            return side_of(item), ours - theirs
        case "missing_here" | "duplicate":
            return "suspense", -theirs
        case "late":
            return side_of(item), 0


def target_of(left: Account, fen: int, wanted: Target | None) -> Target | None:
    """Where a difference goes when its break is closed: out of the clearing accounts always, into suspense where
    nothing else is said. Raises `AlreadyThere`."""
    if left == "suspense" and wanted == "suspense":
        raise AlreadyThere
    if fen == 0:
        return None
    return wanted or (None if left == "suspense" else "suspense")


def break_id(gateway: str, seen: Standing) -> UUID:
    """The same for the same number, whatever becomes of it."""
    return ids.derived(gateway_id(gateway), f"{seen.item}/{seen.number}/{seen.nth}")


def changed(gateway: str, seen: Standing, now: datetime) -> Change | None:
    """What a new look at both sides means for the break of a number; None where nothing has changed."""
    kind = kind_of(seen)
    return _resolved(gateway, seen, kind, now) if kind in (None, "late") else _differs(gateway, seen, kind, now)


def _differs(gateway: str, seen: Standing, kind: BreakKind, now: datetime) -> Change | None:
    """What an operator has closed stays closed as long as both sides say the same."""
    ours = seen.ours_fen if kind in ("missing_there", "amount") else None
    kept = (seen.kept_kind, seen.kept_ours_fen, seen.kept_theirs_fen, seen.kept_theirs_day)
    if kept == (kind, ours, seen.theirs_fen, seen.theirs_day) and (seen.kept_state == "open" or seen.kept_by):
        return None
    did: StepDid = "opened" if seen.kept_kind is None else "changed" if seen.kept_state == "open" else "reopened"
    row = Break(
        break_id=break_id(gateway, seen),
        gateway=gateway,
        item=seen.item,
        number=seen.number,
        nth=seen.nth,
        kind=kind,
        day=_day(seen, kind),
        ours_fen=ours,
        ours_at=seen.ours_at,
        ours_state=seen.ours_state,
        theirs_fen=seen.theirs_fen,
        theirs_at=seen.theirs_at,
        theirs_day=seen.theirs_day,
        gateway_number=seen.gateway_number,
        state="open",
        turn=seen.kept_turn if did == "changed" else seen.kept_turn + 1,
        opened_at=now,
        closed_at=None,
        closed_by=None,
        reason=None,
        note=None,
        moved_to=None,
        moved_fen=None,
    )
    return _change(seen, row, did, now)


def _resolved(gateway: str, seen: Standing, kind: BreakKind | None, now: datetime) -> Change | None:
    """Of a line that came late a break stays, closed: it says on which day the money counts for whom."""
    shown = kind or seen.kept_kind
    if shown is None:
        return None
    reason = _why(seen, kind)
    by_itself = seen.kept_state == "closed" and seen.kept_by is None
    if by_itself and (seen.kept_kind, seen.kept_reason) in ((shown, reason), (shown, "found_here")):
        return None
    row = Break(
        break_id=break_id(gateway, seen),
        gateway=gateway,
        item=seen.item,
        number=seen.number,
        nth=seen.nth,
        kind=shown,
        day=_day(seen, shown),
        ours_fen=seen.ours_fen if seen.moved and seen.nth == 0 else seen.kept_ours_fen,
        ours_at=seen.ours_at,
        ours_state=seen.ours_state,
        theirs_fen=seen.kept_theirs_fen if seen.theirs_fen is None else seen.theirs_fen,
        theirs_at=seen.theirs_at,
        theirs_day=seen.theirs_day or seen.kept_theirs_day,
        gateway_number=seen.gateway_number,
        state="closed",
        turn=max(seen.kept_turn, 1),
        opened_at=now,
        closed_at=now,
        closed_by=None,
        reason=reason,
        note=None,
        moved_to=None,
        moved_fen=None,
    )
    return _change(seen, row, "closed", now)


def _why(seen: Standing, kind: BreakKind | None) -> SelfReason:
    if kind == "late":
        return "came_late"
    return "found_here" if seen.kept_kind == "missing_here" and seen.met else "bill_corrected"


def _day(seen: Standing, kind: BreakKind) -> date:
    days = (seen.ours_day, seen.theirs_day) if kind in ("missing_there", "late") else (seen.theirs_day, seen.ours_day)
    day = next((one for one in (*days, seen.kept_day) if one is not None), None)
    assert day is not None
    return day


def _change(seen: Standing, row: Break, did: StepDid, now: datetime) -> Change:
    def step(n: int, done: StepDid, reason: str | None) -> BreakStep:
        return BreakStep(seen.kept_steps + n, done, row.kind, row.ours_fen, row.theirs_fen, None, reason, None, now)

    steps = [step(1, did, row.reason)]
    if seen.kept_kind is None and did == "closed":
        steps = [step(1, "opened", None), step(2, did, row.reason)]
    if seen.kept_kind is None or seen.kept_moved_to is None or seen.kept_moved_fen is None:
        return Change(row, steps)
    source, _ = left_in(seen.item, seen.kept_kind, seen.kept_ours_fen, seen.kept_theirs_fen)
    back = correction(
        row, turn=seen.kept_turn, source=source, target=seen.kept_moved_to, fen=seen.kept_moved_fen, undone=True
    )
    return Change(row, steps, back)


def step_rows(steps: Iterable[tuple[UUID, BreakStep]]) -> str:
    """As `add_steps` takes them."""
    found = [{"break_id": break_id, **msgspec.structs.asdict(step)} for break_id, step in steps]
    return msgspec.json.encode(found).decode()


by_id = Query(
    Break,
    """
    SELECT break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen, theirs_at,
        theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to, moved_fen
    FROM bill_break WHERE break_id = %(break_id)s
    """,
)

steps_of = Query(
    BreakStep,
    """
    SELECT step, did, kind, ours_fen, theirs_fen, by, reason, note, at FROM bill_break_step
    WHERE break_id = %(break_id)s ORDER BY step
    """,
)

step_count = Query(int, "SELECT count(*)::int FROM bill_break_step WHERE break_id = %(break_id)s")

# One that is opened anew is as old as that; any other keeps its age.
write = Statement(
    """
    INSERT INTO bill_break (break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen,
        theirs_at, theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to,
        moved_fen)
    SELECT break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen, theirs_at,
        theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to, moved_fen
    FROM json_to_recordset(%(rows)s) AS row (break_id uuid, gateway text, item text, number text, nth integer,
        kind text, day date, ours_fen bigint, ours_at timestamptz, ours_state text, theirs_fen bigint,
        theirs_at timestamptz, theirs_day date, gateway_number text, state text, turn integer, opened_at timestamptz,
        closed_at timestamptz, closed_by text, reason text, note text, moved_to text, moved_fen bigint)
    ON CONFLICT (break_id) DO UPDATE SET kind = excluded.kind, day = excluded.day, ours_fen = excluded.ours_fen,
        ours_at = excluded.ours_at, ours_state = excluded.ours_state, theirs_fen = excluded.theirs_fen,
        theirs_at = excluded.theirs_at, theirs_day = excluded.theirs_day, gateway_number = excluded.gateway_number,
        state = excluded.state, turn = excluded.turn, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
        reason = excluded.reason, note = excluded.note, moved_to = excluded.moved_to, moved_fen = excluded.moved_fen,
        opened_at = CASE WHEN bill_break.turn < excluded.turn THEN excluded.opened_at ELSE bill_break.opened_at END
    """
)

add_steps = Statement(
    """
    INSERT INTO bill_break_step (break_id, step, did, kind, ours_fen, theirs_fen, by, reason, note, at)
    SELECT break_id, step, did, kind, ours_fen, theirs_fen, by, reason, note, at
    FROM json_to_recordset(%(rows)s) AS row (break_id uuid, step integer, did text, kind text, ours_fen bigint,
        theirs_fen bigint, by text, reason text, note text, at timestamptz)
    """
)

older = Query(
    Break,
    """
    SELECT break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen, theirs_at,
        theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to, moved_fen
    FROM bill_break WHERE state = 'open' AND opened_at <= %(before)s ORDER BY opened_at, break_id LIMIT %(limit)s
    """,
)
