"""Where the money of payments came from, and what of wallets went out and came back."""

from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query


class PaidBy(Struct, frozen=True):
    """By which gateway somebody paid."""

    gateway: str
    payer_id: UUID


class CameBack(Struct, frozen=True):
    """In fen: of what was paid, and of what was withdrawn."""

    paid: int
    withdrawn: int


class PurseTotals(Struct, frozen=True):
    """What one person paid by wallet and got back there, and what was paid into it, and out of it."""

    person_id: UUID
    paid: int
    refunded: int
    into: int
    sent: int
    returned: int
    under_way: int


paid_by = Query(
    PaidBy,
    """
    SELECT DISTINCT attempt.gateway, charge.payer_id
    FROM attempt JOIN charge ON charge.charge_id = attempt.charge_id
    WHERE attempt.charge_id = ANY(%(charge_ids)s) AND attempt.state = 'paid'
    """,
)

came_back = Query(
    CameBack,
    """
    SELECT
        (
            SELECT coalesce(sum(refund.fen), 0)::bigint
            FROM payer_refund
            JOIN charge ON charge.charge_id = payer_refund.charge_id
            JOIN refund ON refund.charge_id = payer_refund.charge_id AND refund.refund_id = payer_refund.refund_id
            JOIN attempt ON attempt.charge_id = refund.charge_id AND attempt.attempt_id = refund.attempt_id
            WHERE payer_refund.person_id = %(person_id)s AND payer_refund.wanted_at >= %(since_at)s
                AND charge.paid_at >= %(since_at)s AND attempt.gateway = 'wallet' AND refund.state = 'refunded'
        ) AS paid,
        (
            SELECT coalesce(sum(fen), 0)::bigint FROM payout
            WHERE owner_id = %(person_id)s AND wanted_at >= %(since_at)s AND purpose = 'wallet'
                AND state IN ('failed', 'returned')
        ) AS withdrawn
    """,
)

totals = Query(
    PurseTotals,
    """
    WITH back AS (
        SELECT refund.charge_id, refund.attempt_id, sum(refund.fen) AS fen
        FROM refund WHERE refund.state = 'refunded' GROUP BY refund.charge_id, refund.attempt_id
    ), out AS (
        SELECT charge.payer_id, sum(attempt.paid_fen) AS paid, sum(back.fen) AS refunded
        FROM charge JOIN attempt ON attempt.charge_id = charge.charge_id
        LEFT JOIN back ON back.charge_id = attempt.charge_id AND back.attempt_id = attempt.attempt_id
        WHERE charge.payer_id = ANY(%(person_ids)s) AND attempt.gateway = 'wallet' AND attempt.state = 'paid'
        GROUP BY charge.payer_id
    ), paid_in AS (
        SELECT payer_id, sum(fen) AS fen FROM charge
        WHERE payer_id = ANY(%(person_ids)s) AND purpose = %(into)s AND state = 'paid' GROUP BY payer_id
    ), sent AS (
        SELECT owner_id, sum(fen) FILTER (WHERE paid_at IS NOT NULL) AS sent,
            sum(fen) FILTER (WHERE state = 'returned') AS returned,
            sum(fen) FILTER (WHERE paid_at IS NULL AND ended_at IS NULL) AS under_way
        FROM payout WHERE owner_id = ANY(%(person_ids)s) AND purpose = 'wallet' GROUP BY owner_id
    )
    SELECT person.id AS person_id, coalesce(out.paid, 0)::bigint AS paid,
        coalesce(out.refunded, 0)::bigint AS refunded, coalesce(paid_in.fen, 0)::bigint AS into,
        coalesce(sent.sent, 0)::bigint AS sent, coalesce(sent.returned, 0)::bigint AS returned,
        coalesce(sent.under_way, 0)::bigint AS under_way
    FROM unnest(%(person_ids)s) AS person (id)
    LEFT JOIN out ON out.payer_id = person.id
    LEFT JOIN paid_in ON paid_in.payer_id = person.id
    LEFT JOIN sent ON sent.owner_id = person.id
    ORDER BY person.id
    """,
)
