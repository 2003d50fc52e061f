"""The statement of an account: what each transfer left its owner with, and the sums of months."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from kith.kit.page import TOP
from kith.kit.sql import Query

Place = tuple[datetime, bool, UUID]
"""Where a line stands: when, whether it went out, of which transfer."""

START: Place = (TOP[0], True, TOP[1])
"""Before the newest."""


class Line(Struct, frozen=True):
    """A change of what an account's owner may use, in fen: below zero when it went out or is held from then on.

    `free_fen` is what could be used after it, `reason` the transfer's, `role` and `owner` whose account the other is.
    """

    at: datetime
    transfer_id: UUID
    fen: int
    free_fen: int
    reason: str
    role: str
    owner: UUID


class Month(Struct, frozen=True):
    """What came in and went out in a month, and its first day; both in fen, neither below zero."""

    first: date
    in_fen: int
    out_fen: int


def place_of(line: Line) -> Place:
    """Where the line stands."""
    return (line.at, line.fen < 0, line.transfer_id)


# One statement, so that lines and balances are of the same moment. What came in at an instant stands before what went
# out at it, so that no line shows less than nothing. A hold takes at once, so its post is no line of its own.
lines = Query(
    Line,
    """
    WITH moved AS (
        SELECT created_at, side, transfer_id, CASE side WHEN 'debit' THEN -(pending + posted) ELSE posted END AS fen
        FROM entry WHERE account_id = %(account_id)s AND created_at >= %(since_at)s
    ), change AS (
        SELECT created_at, side, transfer_id, fen, fen < 0 AS out FROM moved WHERE fen <> 0
    ), newer AS (
        SELECT coalesce(sum(fen), 0) AS fen FROM change
        WHERE created_at >= %(until_at)s OR (created_at, out, transfer_id) >= (%(at)s, %(out)s, %(transfer_id)s)
    ), found AS (
        SELECT created_at, side, transfer_id, fen, out FROM change
        WHERE created_at < %(until_at)s AND (created_at, out, transfer_id) < (%(at)s, %(out)s, %(transfer_id)s)
        ORDER BY created_at DESC, out DESC, transfer_id DESC LIMIT %(limit)s
    )
    SELECT found.created_at AS at, found.transfer_id, found.fen::bigint AS fen,
        (
            mine.credits_posted - mine.debits_posted - mine.debits_pending - newer.fen
            - coalesce(sum(found.fen) OVER (
                ORDER BY found.created_at DESC, found.out DESC, found.transfer_id DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), 0)
        )::bigint AS free_fen,
        transfer.reason, other.role, other.owner
    FROM found
    CROSS JOIN newer
    JOIN account AS mine ON mine.account_id = %(account_id)s
    JOIN transfer ON transfer.transfer_id = found.transfer_id
    JOIN account AS other
        ON other.account_id = CASE found.side WHEN 'debit' THEN transfer.credit ELSE transfer.debit END
    ORDER BY found.created_at DESC, found.out DESC, found.transfer_id DESC
    """,
)

months = Query(
    Month,
    """
    SELECT first, coalesce(sum(fen) FILTER (WHERE fen > 0), 0)::bigint AS in_fen,
        coalesce(-sum(fen) FILTER (WHERE fen < 0), 0)::bigint AS out_fen
    FROM (
        SELECT date_trunc('month', created_at AT TIME ZONE %(zone)s)::date AS first,
            CASE side WHEN 'debit' THEN -(pending + posted) ELSE posted END AS fen
        FROM entry WHERE account_id = %(account_id)s
    ) AS change
    WHERE fen <> 0 GROUP BY first ORDER BY first DESC
    """,
)
