"""A live placement: what a server keeps in memory of one that may be shown."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from kith import merchants
from kith.ads import auction, budget, pacing
from kith.ads.auction import Contender, Model
from kith.ads.placement import Placement, PlacementId, Standing
from kith.ads.policy import Policy
from kith.kit.geo import Cell

_HALF_LIFE = timedelta(seconds=10)
"""So long an offer that was not seen yet is half expected to be."""
_PLANNED_SECONDS = 5.0


class Live(Struct):
    """A placement that runs. It is changed in place as news of it comes and as it is offered."""

    placement_id: PlacementId
    merchant_id: merchants.MerchantId
    shop: str
    title: str
    words: str
    cell: Cell
    radius_km: int
    model: Model
    rate_fen: int
    hours: int
    curve: Sequence[int]
    starts_at: datetime
    ends_at: datetime
    goal: int
    views: int
    taps: int
    delivered: int
    pending: float
    """What was offered and is expected to be seen or tapped, and is not in `delivered`."""
    pending_at: datetime
    planned: int = 0
    """How much may have been delivered, until `planned_until`."""
    planned_until: float = 0.0

    def follow(self, standing: Standing) -> None:
        """Take in what was delivered meanwhile."""
        self.views, self.taps = standing.views, standing.taps
        self.delivered = budget.delivered(self.model, reached=standing.reached, spent_fen=standing.spent_fen)

    def offered(self, much: float, now: datetime) -> None:
        """Expect so much more to be delivered."""
        self.pending = self.expected(now) + much
        self.pending_at = now

    def expected(self, now: datetime) -> float:
        """What of the offers is still expected to be delivered."""
        if not self.pending:
            return 0.0
        return self.pending * 0.5 ** max(0.0, (now - self.pending_at) / _HALF_LIFE)

    def on_time(self, now: datetime) -> bool:
        """Whether it runs now, is not ahead of its plan, and has something left."""
        if not self.starts_at <= now < self.ends_at or not pacing.runs_at(self.hours, now):
            return False
        return self.delivered + self.expected(now) < self._planned(now)

    def _planned(self, now: datetime) -> int:
        moment = now.timestamp()
        if not self.planned_until - _PLANNED_SECONDS <= moment < self.planned_until:
            part = pacing.share(self.hours, self.curve, self.starts_at, self.ends_at, now)
            self.planned = pacing.allowed(self.goal, part)
            self.planned_until = moment + _PLANNED_SECONDS
        return self.planned

    def contender(self, ring_km: int, policy: Policy) -> Contender:
        """How it fares with people so far away."""
        weight = auction.weight(
            self.views,
            self.taps,
            policy.nearness[ring_km - 1],
            taps_per_million=policy.taps_per_million,
            known_views=policy.known_views,
        )
        return Contender(self.model, self.rate_fen, weight)


def live(placement: Placement, standing: Standing, shop: str, curve: Sequence[int]) -> Live:
    """A placement that runs, as it stands. It has been paid, so it has a beginning and an end."""
    assert standing.starts_at is not None
    assert standing.ends_at is not None
    return Live(
        placement_id=placement.placement_id,
        merchant_id=placement.merchant_id,
        shop=shop,
        title=placement.title,
        words=placement.words,
        cell=placement.cell,
        radius_km=placement.radius_km,
        model=placement.model,
        rate_fen=placement.rate_fen,
        hours=placement.hours,
        curve=curve,
        starts_at=standing.starts_at,
        ends_at=standing.ends_at,
        goal=budget.goal(placement.model, placement.fen, placement.rate_fen),
        views=standing.views,
        taps=standing.taps,
        delivered=budget.delivered(placement.model, reached=standing.reached, spent_fen=standing.spent_fen),
        pending=0.0,
        pending_at=standing.starts_at,
    )
