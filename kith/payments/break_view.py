"""Breaks as operators list and read them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query
from kith.payments.bill_break import Break, BreakStep


class BreakMove(Struct, frozen=True):
    """A correcting transfer in the ledger: from one account to another, by their roles."""

    transfer_id: UUID
    what: str
    debit: str
    credit: str
    fen: int
    made_at: datetime


class ShownBreak(Struct, frozen=True):
    """A break with all that became of it."""

    found: Break
    steps: list[BreakStep]
    moves: list[BreakMove]


oldest = Query(
    Break,
    """
    SELECT break_id, gateway, item, number, nth, kind, day, ours_fen, ours_at, ours_state, theirs_fen, theirs_at,
        theirs_day, gateway_number, state, turn, opened_at, closed_at, closed_by, reason, note, moved_to, moved_fen
    FROM bill_break
    WHERE (gateway = %(gateway)s OR %(gateway)s::text IS NULL) AND (state = 'open' OR %(closed)s)
        AND (day = %(day)s OR %(day)s::date IS NULL) AND (kind = %(kind)s OR %(kind)s::text IS NULL)
        AND (opened_at, break_id) > (%(after_at)s, %(after_id)s)
    ORDER BY opened_at, break_id LIMIT %(limit)s
    """,
)

moves_of = Query(
    BreakMove,
    """
    SELECT transfer.transfer_id, bill_move.what, debit.role AS debit, credit.role AS credit, transfer.fen,
        bill_move.made_at
    FROM bill_move JOIN transfer USING (transfer_id)
    JOIN account AS debit ON debit.account_id = transfer.debit
    JOIN account AS credit ON credit.account_id = transfer.credit
    WHERE bill_move.gateway = %(gateway)s AND bill_move.break_id = %(break_id)s
    ORDER BY bill_move.made_at, bill_move.what
    """,
)
