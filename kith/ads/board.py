"""The board: all placements that run, in the memory of a server, found by the cell of whoever looks.

What a cell sees is ranked once and kept until a placement comes or goes around it, or for some minutes: how often
something is tapped changes slowly. A choice then walks down the ranking until two stand, which takes microseconds
however many placements there are.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from msgspec import Struct

from kith import people
from kith.ads import auction, cap
from kith.ads.auction import Contender
from kith.ads.live import Live
from kith.ads.placement import PlacementId
from kith.ads.policy import Policy
from kith.ads.sight import Sight
from kith.kit import geo
from kith.kit.geo import Cell

_FARTHEST_KM = 3
_KEPT_CELLS = 4_096
_KEPT = timedelta(minutes=10)
_LATELY = timedelta(minutes=1)


class Ranked(Struct, frozen=True, gc=False):
    """A placement as it fares in a cell."""

    live: Live
    ring_km: int
    contender: Contender
    worth: int


class Chosen(Struct, frozen=True):
    """The placement that is shown, within how many kilometres it is, and what a tap on it costs: nothing for reach."""

    live: Live
    ring_km: int
    price_fen: int


class Board:
    """The placements that run."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._live: dict[PlacementId, Live] = {}
        self._at: dict[Cell, dict[PlacementId, Live]] = {}
        self._ranked: OrderedDict[Cell, tuple[datetime, list[Ranked]]] = OrderedDict()
        self._lately: dict[people.PersonId, dict[PlacementId, datetime]] = {}
        self._lately_since: datetime | None = None

    def __len__(self) -> int:
        return len(self._live)

    def get(self, placement_id: PlacementId) -> Live | None:
        """The placement, if it runs."""
        return self._live.get(placement_id)

    def put(self, one: Live) -> None:
        """A placement runs from now on."""
        self.drop(one.placement_id)
        self._live[one.placement_id] = one
        self._at.setdefault(one.cell, {})[one.placement_id] = one
        self._forget_around(one.cell)

    def drop(self, placement_id: PlacementId) -> None:
        """A placement runs no longer."""
        gone = self._live.pop(placement_id, None)
        if gone is None:
            return
        del self._at[gone.cell][placement_id]
        if not self._at[gone.cell]:
            del self._at[gone.cell]
        self._forget_around(gone.cell)

    def choose(self, cell: Cell, person_id: people.PersonId, sights: Sequence[Sight], now: datetime) -> Chosen | None:
        """What to show to somebody who looks from this cell. Who has seen a placement for reach is no reach any more:
        it is shown again only where nothing else stands.
        """
        barred = {one.merchant_id for one in sights if one.merchant_id}
        seen = {one.placement_id: one for one in sights if one.placement_id}
        lately = self._lately.get(person_id, {})

        def stands(one: Ranked) -> bool:
            live = one.live
            if live.merchant_id in barred or not live.on_time(now):
                return False
            shown_at = lately.get(live.placement_id)
            if shown_at is not None and shown_at + self._policy.apart > now:
                return False
            sight = seen.get(live.placement_id)
            return sight is None or cap.may_show(sight.shown_at, self._policy, now)

        def counts(one: Ranked) -> bool:
            sight = seen.get(one.live.placement_id)
            return (one.live.model == "taps" or sight is None or not sight.reached) and stands(one)

        ranked = self._ranking(cell, now)
        winner, second = auction.first_two(ranked, counts)
        if winner is None:
            again = next((one for one in ranked if one.live.model == "reach" and stands(one)), None)
            return again and Chosen(again.live, again.ring_km, 0)
        if winner.live.model == "reach":
            return Chosen(winner.live, winner.ring_km, 0)
        price = auction.price(winner.contender, second.worth if second else 0, self._policy.reserve_fen)
        return Chosen(winner.live, winner.ring_km, price)

    def shown(self, chosen: Chosen, person_id: people.PersonId, sights: Sequence[Sight], now: datetime) -> None:
        """It is offered: expect that it is seen, and do not offer it to the same person in the next minutes."""
        live = chosen.live
        if live.model == "taps":
            live.offered(chosen.price_fen * chosen_taps(chosen, self._policy), now)
        elif not any(one.placement_id == live.placement_id and one.reached for one in sights):
            live.offered(1.0, now)
        if self._lately_since is None or not timedelta() <= now - self._lately_since < _LATELY:
            # What is older is in the database.
            self._lately = {}
            self._lately_since = now
        self._lately.setdefault(person_id, {})[live.placement_id] = now

    def _ranking(self, cell: Cell, now: datetime) -> list[Ranked]:
        kept = self._ranked.get(cell)
        if kept is not None and timedelta() <= now - kept[0] < _KEPT:
            return kept[1]
        ranked = sorted(self._around(cell), key=lambda one: (-one.worth, one.live.placement_id.int))
        self._ranked[cell] = now, ranked
        self._ranked.move_to_end(cell)
        if len(self._ranked) > _KEPT_CELLS:
            self._ranked.popitem(last=False)
        return ranked

    def _around(self, cell: Cell) -> Iterable[Ranked]:
        for near, ring_km in _rings(cell):
            placed = self._at.get(near)
            if placed is None:
                continue
            for live in placed.values():
                if ring_km <= live.radius_km:
                    contender = live.contender(ring_km, self._policy)
                    yield Ranked(live, ring_km, contender, contender.worth)

    def _forget_around(self, cell: Cell) -> None:
        if self._ranked:
            for near, _ in _rings(cell):
                self._ranked.pop(near, None)


def ring_of(cell: Cell, other: Cell) -> int:
    """Within how many kilometres the two cells are, from 1."""
    return max(1, -int(-geo.km(cell, other) // 1))


def covered(cell: Cell, radius_km: int) -> list[Cell]:
    """The cells from which a placement around this one is seen."""
    return [near for near, ring_km in _rings(cell) if ring_km <= radius_km]


def chosen_taps(chosen: Chosen, policy: Policy) -> float:
    """How likely it is to be tapped."""
    return chosen.live.contender(chosen.ring_km, policy).weight / policy.nearness[chosen.ring_km - 1] / auction.MILLION


@lru_cache(maxsize=_KEPT_CELLS)
def _rings(cell: Cell) -> Sequence[tuple[Cell, int]]:
    """The cells around one as far as a placement is seen, and within how many kilometres they are."""
    # Middles of neighbouring cells are at least half a kilometre apart, everywhere.
    rings = [(near, ring_of(cell, near)) for near in geo.disk(cell, 2 * _FARTHEST_KM)]
    return [(near, ring_km) for near, ring_km in rings if ring_km <= _FARTHEST_KM]
