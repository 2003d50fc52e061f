"""Payouts as their owners read them."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from kith.kit.sql import Query
from kith.payments.payout import PayoutId

PayoutMoveKind = Literal["paid", "returned"]


class PayoutMove(Struct, frozen=True):
    """Money that went out, or came back."""

    payout_id: PayoutId
    kind: PayoutMoveKind
    fen: int
    at: datetime


class PaidOutTotals(Struct, frozen=True):
    """In fen: sent and not come back, ever sent, ever come back, and still on its way."""

    paid: int
    sent: int
    returned: int
    under_way: int


moves = Query(
    PayoutMove,
    """
    SELECT payout_id, kind, fen, at FROM (
        SELECT payout_id, 'paid' AS kind, fen, paid_at AS at FROM payout
        WHERE owner_id = %(owner_id)s AND paid_at IS NOT NULL
        UNION ALL
        SELECT payout_id, 'returned', fen, ended_at FROM payout
        WHERE owner_id = %(owner_id)s AND state = 'returned' AND ended_at IS NOT NULL
    ) AS move
    WHERE (at, payout_id, kind) < (%(before_at)s, %(before_id)s, %(before_kind)s)
    ORDER BY at DESC, payout_id DESC, kind DESC LIMIT %(limit)s
    """,
)

totals = Query(
    PaidOutTotals,
    """
    SELECT coalesce(sum(fen) FILTER (WHERE state = 'paid'), 0)::bigint AS paid,
        coalesce(sum(fen) FILTER (WHERE state IN ('paid', 'returned')), 0)::bigint AS sent,
        coalesce(sum(fen) FILTER (WHERE state = 'returned'), 0)::bigint AS returned,
        coalesce(sum(fen) FILTER (WHERE state IN ('wanted', 'unknown', 'dealing', 'confirm')), 0)::bigint AS under_way
    FROM payout WHERE owner_id = %(owner_id)s
    """,
)
