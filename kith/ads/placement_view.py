"""A placement as its shop sees it, and what it reports of it. Few people are not counted, so that nobody is found
out."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from kith import payments
from kith.ads import budget
from kith.ads.ad import hours_in
from kith.ads.auction import Model
from kith.ads.metering import Kind, Reason
from kith.ads.placement import Placement, PlacementId, Standing, State, charge_id_of
from kith.kit.sql import Query

FEW = 20
"""Fewer people than this are not told in a part of a report."""


class Filtered(Struct, frozen=True):
    """How often something did not count, and why."""

    kind: Kind
    reason: Reason
    times: int


class Hour(Struct, frozen=True):
    """What was delivered in an hour to people within so many kilometres."""

    hour_at: datetime
    ring_km: int
    reached: int
    views: int
    taps: int


class Slice(Struct, frozen=True):
    """What was delivered in an hour, or within so many kilometres. Null where it is about fewer than twenty."""

    views: int | None
    reached: int | None
    taps: int | None
    hour_at: datetime | None = None
    ring_km: int | None = None


class PlacementView(Struct, frozen=True):
    """A placement and what has become of it."""

    placement_id: PlacementId
    state: State
    model: Model
    title: str
    words: str
    radius_km: int
    first_day: date
    days: int
    hours: list[int]
    fen: int
    rate_fen: int
    """What a thousand people reached cost, or what is bid for a tap."""
    goal: int
    """How many people are to be reached; for taps the budget in fen."""
    reached: int
    views: int
    taps: int
    earned_fen: int
    """What was delivered so far is worth; the rest goes back when it is over."""
    reason: str
    """Why it was refused or stopped."""
    charge_id: payments.ChargeId | None
    """What the owner pays, while it waits for that."""
    pay_by: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None


class PlacementReport(Struct, frozen=True):
    """What a placement brought."""

    placement: PlacementView
    by_hour: list[Slice]
    by_ring: list[Slice]
    filtered: list[Filtered]


def shown(placement: Placement, standing: Standing) -> PlacementView:
    """The placement for its shop."""
    waits = standing.state == "unpaid"
    return PlacementView(
        placement_id=placement.placement_id,
        state=standing.state,
        model=placement.model,
        title=placement.title,
        words=placement.words,
        radius_km=placement.radius_km,
        first_day=placement.first_day,
        days=placement.days,
        hours=hours_in(placement.hours),
        fen=placement.fen,
        rate_fen=placement.rate_fen,
        goal=budget.goal(placement.model, placement.fen, placement.rate_fen),
        reached=standing.reached,
        views=standing.views,
        taps=standing.taps,
        earned_fen=earned(placement, standing),
        reason=standing.reason,
        charge_id=charge_id_of(placement.placement_id) if waits else None,
        pay_by=standing.due_at if waits else None,
        starts_at=standing.starts_at,
        ends_at=standing.ends_at,
        ended_at=standing.ended_at,
    )


def earned(placement: Placement, standing: Standing) -> int:
    """What was delivered of it is worth so much."""
    return budget.earned(
        placement.model, placement.fen, placement.rate_fen, reached=standing.reached, spent_fen=standing.spent_fen
    )


def by_hour(rows: Sequence[Hour]) -> list[Slice]:
    """Hour by hour, at whatever distance."""
    return [_slice([row for row in rows if row.hour_at == at], at, None) for at in sorted({r.hour_at for r in rows})]


def by_ring(rows: Sequence[Hour]) -> list[Slice]:
    """By distance, over all hours."""
    return [_slice([row for row in rows if row.ring_km == km], None, km) for km in sorted({r.ring_km for r in rows})]


def _slice(rows: Sequence[Hour], hour_at: datetime | None, ring_km: int | None) -> Slice:
    views, reached, taps = (sum(getattr(row, name) for row in rows) for name in ("views", "reached", "taps"))
    if views < FEW:
        return Slice(None, None, None, hour_at, ring_km)
    return Slice(views, _enough(reached), _enough(taps), hour_at, ring_km)


def _enough(count: int) -> int | None:
    return count if count >= FEW else None


filtered_of = Query(
    Filtered,
    "SELECT kind, reason, times FROM placement_filtered WHERE placement_id = %(placement_id)s ORDER BY kind, reason",
)
hours_of = Query(
    Hour,
    """
    SELECT hour_at, ring_km, reached, views, taps FROM placement_hour
    WHERE placement_id = %(placement_id)s ORDER BY hour_at, ring_km
    """,
)
