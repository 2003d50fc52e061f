"""Plain batches: those that succeed as a whole unless the books stand against them, and the statements that find out.

Their transfers only add to the four sums of an account. So if an account can bear all that the batch takes from it
without anything that the batch brings, it can bear each transfer when its turn comes.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith.kit import arrays
from kith.kit.sql import Query, Statement
from kith.ledger.books import ID, MOVE_FORM, outlasts_time
from kith.ledger.posting import Recorded, Transfer

FEWEST = 10
"""A smaller batch waits less for what it reads than this way costs it in statements."""

ROOM = 1 << 60
"""A batch below it, on accounts whose sums are all below it, overflows nothing. `move` knows it too."""


class Change(Struct, gc=False):
    """What a batch adds to the four sums of an account."""

    account_id: UUID
    debits_pending: int = 0
    debits_posted: int = 0
    credits_pending: int = 0
    credits_posted: int = 0


def is_plain(transfers: Sequence[Transfer], now: datetime) -> bool:
    """Many transfers that move or hold fresh money, all well-formed, each with an id of its own, no chain left open."""
    return (
        len(transfers) >= FEWEST
        and not transfers[-1].linked
        and {asked.kind for asked in transfers} <= {"posted", "pending"}
        and not any(any(map(wrong, transfers)) for _, wrong in (*ID, *MOVE_FORM))
        and not outlasts_time(max(asked.timeout for asked in transfers), now)
        and sum(asked.fen or 0 for asked in transfers) < ROOM
        and len({asked.id.int for asked in transfers}) == len(transfers)
    )


def changes(transfers: Sequence[Transfer]) -> Collection[Change]:
    """What a plain batch adds to each of its accounts."""
    # Numbers are found faster than ids.
    of: dict[int, Change] = {}
    for asked in transfers:
        if asked.debit is None or asked.credit is None or asked.fen is None:
            continue
        debit = of.get(asked.debit.int) or of.setdefault(asked.debit.int, Change(asked.debit))
        credit = of.get(asked.credit.int) or of.setdefault(asked.credit.int, Change(asked.credit))
        if asked.kind == "pending":
            debit.debits_pending += asked.fen
            credit.credits_pending += asked.fen
        else:
            debit.debits_posted += asked.fen
            credit.credits_posted += asked.fen
    return of.values()


def columns(transfers: Sequence[Transfer]) -> dict[str, object]:
    """A plain batch as the arrays that `write` takes."""
    return {
        "ids": arrays.uuids([asked.id for asked in transfers]),
        "kinds": arrays.texts([asked.kind for asked in transfers]),
        "debits": arrays.uuids([asked.debit for asked in transfers]),
        "credits": arrays.uuids([asked.credit for asked in transfers]),
        "fens": arrays.bigints([asked.fen or 0 for asked in transfers]),
        "timeouts": arrays.bigints([asked.timeout for asked in transfers]),
        "reasons": arrays.texts([asked.reason for asked in transfers]),
    }


def sums(changed: Collection[Change]) -> dict[str, object]:
    """What is added to the accounts as the arrays that `move` takes."""
    return {
        "accounts": arrays.uuids([change.account_id for change in changed]),
        "debits_pending": arrays.bigints([change.debits_pending for change in changed]),
        "debits_posted": arrays.bigints([change.debits_posted for change in changed]),
        "credits_pending": arrays.bigints([change.credits_pending for change in changed]),
        "credits_posted": arrays.bigints([change.credits_posted for change in changed]),
    }


mark = Statement("SAVEPOINT batch")

take_back = Statement("ROLLBACK TO SAVEPOINT batch")

write = Query(
    int,
    """
    WITH step AS (
        SELECT transfer_id, kind, debit, credit, fen, timeout, reason,
               CASE kind WHEN 'pending' THEN fen ELSE 0 END AS pending,
               CASE kind WHEN 'posted' THEN fen ELSE 0 END AS posted
        FROM unnest(%(ids)b::uuid[], %(kinds)b::text[], %(debits)b::uuid[], %(credits)b::uuid[], %(fens)b::bigint[],
                    %(timeouts)b::bigint[], %(reasons)b::text[])
             AS step (transfer_id, kind, debit, credit, fen, timeout, reason)
        WHERE NOT EXISTS (SELECT FROM transfer WHERE transfer_id = ANY(%(ids)b::uuid[]))
    ), written AS (
        INSERT INTO transfer (transfer_id, kind, debit, credit, fen, timeout, reason, created_at)
        SELECT transfer_id, kind, debit, credit, fen, timeout, reason, %(now)s::timestamptz FROM step
    ), now_due AS (
        INSERT INTO pending_due (transfer_id, due_at)
        SELECT transfer_id, %(now)s::timestamptz + timeout * interval '1 second' FROM step WHERE timeout > 0
    ), noted AS (
        INSERT INTO entry (account_id, created_at, transfer_id, side, pending, posted)
        SELECT leg.account_id, %(now)s::timestamptz, transfer_id, leg.side, pending, posted
        FROM step, LATERAL (VALUES (debit, 'debit'), (credit, 'credit')) AS leg (account_id, side)
    )
    SELECT count(*) AS transfers FROM step
    """,
)

# Sums are compared by subtracting what is there, which cannot overflow.
move = Query(
    Recorded,
    """
    WITH changed AS (
        UPDATE account
        SET debits_pending = account.debits_pending + change.debits_pending,
            debits_posted = account.debits_posted + change.debits_posted,
            credits_pending = account.credits_pending + change.credits_pending,
            credits_posted = account.credits_posted + change.credits_posted
        FROM unnest(%(accounts)b::uuid[], %(debits_pending)b::bigint[], %(debits_posted)b::bigint[],
                    %(credits_pending)b::bigint[], %(credits_posted)b::bigint[])
             AS change (account_id, debits_pending, debits_posted, credits_pending, credits_posted)
        WHERE account.account_id = change.account_id AND account.closed_at IS NULL
          AND greatest(account.debits_pending, account.debits_posted,
                       account.credits_pending, account.credits_posted) < 1::bigint << 60
          AND (account."limit" <> 'debits' OR change.debits_pending + change.debits_posted
               <= account.credits_posted - account.debits_pending - account.debits_posted)
          AND (account."limit" <> 'credits' OR change.credits_pending + change.credits_posted
               <= account.debits_posted - account.credits_pending - account.credits_posted)
        RETURNING account.account_id
    )
    SELECT count(*) AS accounts, set_config('plan_cache_mode', 'auto', true) AS plans,
           set_config('enable_seqscan', 'on', true) AS scans
    FROM changed
    """,
)
