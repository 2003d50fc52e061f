"""How a bill's line and our row stand to each other, for everything that a day's bill can have changed."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query, Statement
from kith.payments.bill_line import Item
from kith.payments.clearing import Target

BreakKind = Literal["missing_here", "missing_there", "amount", "duplicate", "late"]
"""A line without a row; a row without a line; both, of other amounts; a further line of the same number; both, and the
line on a later day."""


class Standing(Struct, frozen=True):
    """A number of ours, or a gateway's, as both sides have it. Only those are read that are to be looked at: where the
    two differ, where a break was kept, or where the line is wrongly marked."""

    item: Item
    number: str
    nth: int
    """0: the line that belongs to the row. From 1 on: further lines."""
    theirs_day: date | None
    revision: int | None
    position: int | None
    theirs_fen: int | None
    theirs_at: datetime | None
    gateway_number: str | None
    stray: bool | None
    ours_fen: int | None
    ours_at: datetime | None
    ours_state: str | None
    moved: bool
    """By our row the money did move."""
    ours_day: date | None
    """On whose bill it is to stand; shortly before midnight the next day's."""
    expected: bool
    """That day's bill is here."""
    kept_kind: BreakKind | None
    kept_day: date | None
    kept_ours_fen: int | None
    kept_theirs_fen: int | None
    kept_theirs_day: date | None
    kept_state: str | None
    kept_turn: int
    kept_steps: int
    kept_by: str | None
    kept_reason: str | None
    kept_moved_to: Target | None
    kept_moved_fen: int | None

    @property
    def met(self) -> bool:
        """The line is our row's."""
        return self.nth == 0 and self.moved and self.theirs_day is not None


def kind_of(seen: Standing) -> BreakKind | None:
    """The difference, if there is one."""
    if seen.theirs_day is None:
        return "missing_there" if seen.nth == 0 and seen.moved and seen.expected else None
    if seen.nth > 0:
        return "duplicate"
    if not seen.moved:
        return "missing_here"
    if seen.ours_fen != seen.theirs_fen:
        return "amount"
    return "late" if seen.ours_day is not None and seen.ours_day < seen.theirs_day else None


class Unnumbered(Struct, frozen=True):
    """A payout of which the name at its gateway is not kept yet."""

    owner_id: UUID
    payout_id: UUID


unnumbered = Query(
    Unnumbered,
    "SELECT owner_id, payout_id FROM payout WHERE number IS NULL ORDER BY owner_id, payout_id LIMIT %(limit)s",
)

number = Statement(
    """
    UPDATE payout SET number = named.number
    FROM unnest(%(owner_ids)b::uuid[], %(payout_ids)b::uuid[], %(numbers)b::uuid[])
        AS named (owner_id, payout_id, number)
    WHERE payout.owner_id = named.owner_id AND payout.payout_id = named.payout_id
    """
)

# What a day can have changed: the lines of its bill, as it was and as it is, our rows that should stand on it, and the
# breaks that are open or speak of it. Each is looked up by its number, so that many are read as fast as one.
of_day = Query(
    Standing,
    """
    WITH touched AS (
        SELECT item, number FROM bill_line
        WHERE gateway = %(gateway)s AND day = %(day)s AND item NOT IN ('fee', 'bank')
        UNION
        SELECT item, number FROM bill_break
        WHERE gateway = %(gateway)s AND (state = 'open' OR day = %(day)s OR theirs_day = %(day)s)
        UNION
        SELECT 'payment', replace(attempt_id::text, '-', '') FROM attempt
        WHERE gateway = %(gateway)s AND paid_at >= %(from_at)s AND paid_at < %(until_at)s
        UNION
        SELECT 'refund', replace(refund_id::text, '-', '') FROM refund JOIN attempt USING (charge_id, attempt_id)
        WHERE attempt.gateway = %(gateway)s AND refunded_at >= %(from_at)s AND refunded_at < %(until_at)s
        UNION
        SELECT 'payout', replace(number::text, '-', '') FROM payout
        WHERE gateway = %(gateway)s AND paid_at >= %(from_at)s AND paid_at < %(until_at)s AND number IS NOT NULL
        UNION
        SELECT 'return', replace(number::text, '-', '') FROM payout
        WHERE gateway = %(gateway)s AND ended_at >= %(from_at)s AND ended_at < %(until_at)s AND state = 'returned'
            AND number IS NOT NULL
    )
    SELECT touched.item, touched.number, seen.nth, seen.day AS theirs_day, seen.revision, seen.position,
        seen.fen AS theirs_fen, seen.at AS theirs_at, seen.gateway_number, seen.stray,
        own.fen AS ours_fen, own.at AS ours_at, own.state AS ours_state, coalesce(own.moved, false) AS moved,
        own.day AS ours_day, coalesce(own.moved AND bill.state = 'reconciled', false) AS expected,
        seen.kind AS kept_kind, seen.kept_day, seen.kept_ours_fen, seen.kept_theirs_fen, seen.kept_theirs_day,
        seen.state AS kept_state, coalesce(seen.turn, 0) AS kept_turn,
        (
            SELECT count(*)::int FROM bill_break_step WHERE bill_break_step.break_id = seen.break_id
        ) AS kept_steps,
        seen.closed_by AS kept_by, seen.reason AS kept_reason, seen.moved_to AS kept_moved_to,
        seen.moved_fen AS kept_moved_fen
    FROM touched
    CROSS JOIN LATERAL (
        SELECT CASE WHEN touched.number ~ '^[0-9a-f]{32}$' THEN touched.number::uuid END AS id
    ) AS named
    LEFT JOIN LATERAL (
        SELECT row.fen, row.at, row.state, row.moved,
            ((row.at + %(edge)s::interval) AT TIME ZONE 'UTC' + interval '8 hours')::date AS day
        FROM (
            SELECT coalesce(attempt.paid_fen, attempt.fen) AS fen, attempt.paid_at AS at, attempt.state,
                attempt.state = 'paid' AS moved
            FROM attempt_number JOIN attempt USING (charge_id, attempt_id)
            WHERE touched.item = 'payment' AND attempt_number.attempt_id = named.id AND attempt.gateway = %(gateway)s
            UNION ALL
            SELECT -refund.fen, refund.refunded_at, refund.state, refund.state = 'refunded'
            FROM refund JOIN attempt USING (charge_id, attempt_id)
            WHERE touched.item = 'refund' AND refund.refund_id = named.id AND attempt.gateway = %(gateway)s
            UNION ALL
            SELECT -fen, paid_at, state, paid_at IS NOT NULL FROM payout
            WHERE touched.item = 'payout' AND number = named.id AND gateway = %(gateway)s
            UNION ALL
            SELECT fen, ended_at, state, state = 'returned' FROM payout
            WHERE touched.item = 'return' AND number = named.id AND gateway = %(gateway)s
        ) AS row
    ) AS own ON true
    LEFT JOIN bill_day AS bill ON bill.gateway = %(gateway)s AND bill.day = own.day
    CROSS JOIN LATERAL (
        SELECT nth, line.day, line.revision, line.position, line.fen, line.at, line.stray,
            coalesce(line.gateway_number, kept.gateway_number) AS gateway_number, kept.break_id, kept.kind,
            kept.day AS kept_day,
            kept.ours_fen AS kept_ours_fen, kept.theirs_fen AS kept_theirs_fen, kept.theirs_day AS kept_theirs_day,
            kept.state, kept.turn, kept.closed_by, kept.reason, kept.moved_to, kept.moved_fen
        FROM (VALUES (0)) AS pair (nth)
        FULL JOIN (
            SELECT (row_number() OVER (ORDER BY day, position) - 1)::int AS nth, day, revision, position, fen, at,
                stray, gateway_number
            FROM bill_line
            WHERE gateway = %(gateway)s AND item = touched.item AND number = touched.number
                AND (day <> %(day)s OR revision = %(revision)s)
        ) AS line USING (nth)
        FULL JOIN (
            SELECT nth, break_id, kind, day, ours_fen, theirs_fen, theirs_day, state, turn, closed_by, reason,
                moved_to, moved_fen, gateway_number
            FROM bill_break
            WHERE gateway = %(gateway)s AND item = touched.item AND number = touched.number
        ) AS kept USING (nth)
    ) AS seen
    WHERE seen.kind IS NOT NULL
        OR (seen.day IS NULL AND own.moved AND bill.state = 'reconciled')
        OR (seen.day IS NOT NULL AND (
            seen.nth > 0 OR own.moved IS NOT TRUE OR own.fen <> seen.fen OR own.day < seen.day OR seen.stray
        ))
    ORDER BY touched.item, touched.number, seen.nth
    LIMIT %(limit)s
    """,
)
