"""Transfers: what a caller asks for, how one is kept, and the one statement that writes them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from kith.kit import arrays
from kith.kit.sql import Query

Kind = Literal["posted", "pending", "post", "void"]
Outcome = Literal["posted", "voided", "expired"]


class Transfer(Struct, frozen=True, kw_only=True, gc=False):
    """A movement of `fen` from `debit` to `credit`, as its caller names it.

    `post` and `void` end the hold `pending_id`; for them `debit` and `credit` may stay None (those of the hold), and
    `fen` None means all that is held. A post of a part gives the rest back. `timeout` is in seconds, 0 is never.
    `linked` ties this transfer to the next of the batch; it belongs to the batch, so it is neither kept nor compared.
    """

    id: UUID
    kind: Kind = "posted"
    debit: UUID | None = None
    credit: UUID | None = None
    fen: int | None = None
    pending_id: UUID | None = None
    timeout: int = 0
    linked: bool = False
    reason: str


class Kept(Struct, gc=False):
    """A transfer as the ledger keeps it; `outcome` is how a hold ended, None while it is open."""

    transfer_id: UUID
    kind: str
    debit: UUID
    credit: UUID
    fen: int
    pending_id: UUID | None
    timeout: int
    reason: str
    created_at: datetime
    outcome: str | None

    @property
    def due_at(self) -> datetime | None:
        """When this hold expires if nobody ends it before."""
        return self.created_at + timedelta(seconds=self.timeout) if self.timeout else None


class Step(Struct, frozen=True, gc=False):
    """A change to write: a transfer that was just created (`kept`) or, with kind `expire`, the end of one's time.

    `released` is what the ended hold gives back.
    """

    kind: Literal["posted", "pending", "post", "void", "expire"]
    kept: Kept
    released: int

    @property
    def pending(self) -> int:
        """By how much it changes what is held, on both accounts."""
        return self.kept.fen if self.kind == "pending" else -self.released

    @property
    def posted(self) -> int:
        """By how much it changes what is posted, on both accounts."""
        return self.kept.fen if self.kind in ("posted", "post") else 0

    @property
    def ended_id(self) -> UUID | None:
        """The hold that this step ends."""
        return self.kept.transfer_id if self.kind == "expire" else self.kept.pending_id

    @property
    def due_at(self) -> datetime | None:
        """When the hold that this step makes expires by itself."""
        return self.kept.due_at if self.kind == "pending" and self.kept.outcome is None else None


class Legs(Struct, frozen=True, gc=False):
    """The two accounts of a transfer."""

    debit: UUID
    credit: UUID


class Recorded(Struct, frozen=True):
    """How many accounts changed; the planner is back to its defaults."""

    accounts: int
    plans: str
    scans: str


def accounts_of(some: Iterable[Kept | Legs]) -> set[UUID]:
    """The accounts on both sides."""
    return {account_id for one in some for account_id in (one.debit, one.credit)}


def columns(steps: Sequence[Step]) -> dict[str, object]:
    """The steps, and what they change on each account, as the arrays that `record` takes."""
    kept = [step.kept for step in steps]
    pending, posted = [step.pending for step in steps], [step.posted for step in steps]
    changes: dict[UUID, list[int]] = {}
    for one, held, moved in zip(kept, pending, posted, strict=True):
        debit, credit = changes.setdefault(one.debit, [0, 0, 0, 0]), changes.setdefault(one.credit, [0, 0, 0, 0])
        debit[0] += held
        debit[1] += moved
        credit[2] += held
        credit[3] += moved
    debits_pending, debits_posted, credits_pending, credits_posted = zip(*changes.values(), strict=True)
    return {
        "ids": arrays.uuids([one.transfer_id for one in kept]),
        "kinds": arrays.texts([step.kind for step in steps]),
        "debits": arrays.uuids([one.debit for one in kept]),
        "credits": arrays.uuids([one.credit for one in kept]),
        "fens": arrays.bigints([one.fen for one in kept]),
        "pending_ids": arrays.uuids([step.ended_id for step in steps]),
        "timeouts": arrays.bigints([one.timeout for one in kept]),
        "reasons": arrays.texts([one.reason for one in kept]),
        "pending": arrays.bigints(pending),
        "posted": arrays.bigints(posted),
        "dues": arrays.moments([step.due_at for step in steps]),
        "accounts": arrays.uuids(list(changes)),
        "debits_pending": arrays.bigints(debits_pending),
        "debits_posted": arrays.bigints(debits_posted),
        "credits_pending": arrays.bigints(credits_pending),
        "credits_posted": arrays.bigints(credits_posted),
    }


by_ids = Query(
    Kept,
    """
    SELECT transfer.transfer_id, kind, debit, credit, fen, pending_id, timeout, reason, created_at, outcome
    FROM transfer LEFT JOIN resolution ON resolution.transfer_id = transfer.transfer_id
    WHERE transfer.transfer_id = ANY(%(ids)b::uuid[])
    """,
)

legs = Query(Legs, "SELECT debit, credit FROM transfer WHERE transfer_id = ANY(%(ids)b::uuid[])")

due = Query(
    UUID,
    "SELECT transfer_id FROM pending_due WHERE due_at <= %(now)s ORDER BY due_at, transfer_id LIMIT %(limit)s",
)

# Entries and balances are summed up apart: the audit holds each against the transfers.
# No row where not every account that had to change did.
record = Query(
    Recorded,
    """
    WITH step AS (
        SELECT transfer_id, kind, debit, credit, fen, pending_id, timeout, reason, pending, posted, due_at
        FROM unnest(%(ids)b::uuid[], %(kinds)b::text[], %(debits)b::uuid[], %(credits)b::uuid[], %(fens)b::bigint[],
                    %(pending_ids)b::uuid[], %(timeouts)b::bigint[], %(reasons)b::text[], %(pending)b::bigint[],
                    %(posted)b::bigint[], %(dues)b::timestamptz[])
             AS step (transfer_id, kind, debit, credit, fen, pending_id, timeout, reason, pending, posted, due_at)
    ), written AS (
        INSERT INTO transfer (transfer_id, kind, debit, credit, fen, pending_id, timeout, reason, created_at)
        SELECT transfer_id, kind, debit, credit, fen, pending_id, timeout, reason, %(now)s::timestamptz
        FROM step WHERE kind <> 'expire'
    ), resolved AS (
        INSERT INTO resolution (transfer_id, outcome, resolved_by, resolved_at)
        SELECT pending_id, CASE kind WHEN 'post' THEN 'posted' WHEN 'void' THEN 'voided' ELSE 'expired' END,
               CASE WHEN kind <> 'expire' THEN transfer_id END, %(now)s::timestamptz
        FROM step WHERE pending_id IS NOT NULL
    ), no_longer_due AS (
        DELETE FROM pending_due USING step WHERE pending_due.transfer_id = step.pending_id
    ), now_due AS (
        INSERT INTO pending_due (transfer_id, due_at) SELECT transfer_id, due_at FROM step WHERE due_at IS NOT NULL
    ), noted AS (
        INSERT INTO entry (account_id, created_at, transfer_id, side, pending, posted)
        SELECT leg.account_id, %(now)s::timestamptz, transfer_id, leg.side, pending, posted
        FROM step, LATERAL (VALUES (debit, 'debit'), (credit, 'credit')) AS leg (account_id, side)
    ), changed AS (
        UPDATE account
        SET debits_pending = account.debits_pending + change.debits_pending,
            debits_posted = account.debits_posted + change.debits_posted,
            credits_pending = account.credits_pending + change.credits_pending,
            credits_posted = account.credits_posted + change.credits_posted
        FROM unnest(%(accounts)b::uuid[], %(debits_pending)b::bigint[], %(debits_posted)b::bigint[],
                    %(credits_pending)b::bigint[], %(credits_posted)b::bigint[])
             AS change (account_id, debits_pending, debits_posted, credits_pending, credits_posted)
        WHERE account.account_id = change.account_id
        RETURNING account.account_id
    )
    SELECT count(*) AS accounts, set_config('plan_cache_mode', 'auto', true) AS plans,
           set_config('enable_seqscan', 'on', true) AS scans
    FROM changed HAVING count(*) = cardinality(%(accounts)b::uuid[])
    """,
)
