"""What must hold of every placement, and the statements that look for what does not."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kith import ledger
from kith.ads import budget
from kith.ads.auction import Model
from kith.ads.money import placement_account
from kith.ads.placement import PlacementId, State
from kith.kit.sql import Query, Statement

PATIENCE = timedelta(minutes=15)
"""So long after its time a placement may wait to be ended."""


class Total(Struct, frozen=True):
    """A placement, what became of it, and what its hours sum up to."""

    placement_id: PlacementId
    model: Model
    fen: int
    rate_fen: int
    state: State
    reached: int
    views: int
    taps: int
    spent_fen: int
    due_at: datetime | None
    ran: bool
    hour_reached: int
    hour_views: int
    hour_taps: int

    @property
    def moved(self) -> tuple[int, int]:
        """What should have come into its account, and gone out of it."""
        if not self.ran:
            return 0, 0
        return self.fen, 0 if self.state in ("running", "paused") else self.fen


def findings(page: Sequence[Total], balances: Mapping[UUID, ledger.Balance], late: datetime) -> list[ledger.Finding]:
    """Placements that are not as they must be."""
    found: list[ledger.Finding] = []
    for one in page:
        balance = balances.get(placement_account(one.placement_id))
        has = (balance.credits_posted, balance.debits_posted) if balance else (0, 0)
        earned = budget.earned(one.model, one.fen, one.rate_fen, reached=one.reached, spent_fen=one.spent_fen)
        counted = (one.reached, one.views, one.taps)
        hours = (one.hour_reached, one.hour_views, one.hour_taps)
        for check, holds, detail in (
            ("placement_money", has == one.moved, f"in and out {has}, should be {one.moved}"),
            ("placement_spent", earned <= one.fen and one.spent_fen <= one.fen, f"{one.spent_fen} of {one.fen} fen"),
            ("placement_counted", counted == hours, f"in all {counted}, by hour {hours}"),
            ("placement_goes_on", one.due_at is None or one.due_at > late, f"was due at {one.due_at}"),
        ):
            if not holds:
                found.append(ledger.Finding(check, str(one.placement_id), detail))
    return found


one_snapshot = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

totals = Query(
    Total,
    """
    SELECT placement.placement_id, placement.model, placement.fen, placement.rate_fen, standing.state,
        standing.reached, standing.views, standing.taps, standing.spent_fen, standing.due_at,
        standing.starts_at IS NOT NULL AS ran, coalesce(hours.reached, 0)::bigint AS hour_reached,
        coalesce(hours.views, 0)::bigint AS hour_views, coalesce(hours.taps, 0)::bigint AS hour_taps
    FROM placement
    JOIN placement_state AS standing ON standing.placement_id = placement.placement_id
    LEFT JOIN LATERAL (
        SELECT sum(reached) AS reached, sum(views) AS views, sum(taps) AS taps
        FROM placement_hour WHERE placement_hour.placement_id = placement.placement_id
    ) AS hours ON true
    WHERE placement.placement_id > %(after)s ORDER BY placement.placement_id LIMIT %(limit)s
    """,
)
