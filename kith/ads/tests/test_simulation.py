"""A town in memory: people look around for days, and the board chooses; nothing may break, whatever they do.

The same rules and the same board as in a server, without a database; each choice is held against the plainest auction.
"""

import itertools
import random
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kith import merchants, people
from kith.ads import budget, cap, pacing
from kith.ads.board import Board, covered, ring_of
from kith.ads.live import Live
from kith.ads.placement import PlacementId
from kith.ads.policy import Policy
from kith.ads.sight import Sight
from kith.kit import geo
from kith.kit.geo import Cell

POLICY = Policy()
MIDNIGHT = datetime(2026, 2, 28, 16, tzinfo=UTC)
MIDDLE = geo.snap(31.2304, 121.4737)
PEOPLE, SHOPS, DAYS, LOOKS = 600, 12, 2, 6
SEEN, TAPPED = 0.8, 0.04
BUSY = (1, 1, 1, 1, 1, 2, 4, 6, 8, 8, 8, 10, 12, 10, 8, 8, 8, 10, 14, 16, 16, 14, 8, 3)


class Town:
    """The people, the shops, and what was delivered."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.board = Board(POLICY)
        self.live: list[Live] = []
        self.fen: dict[PlacementId, int] = {}
        self.spent: Counter[PlacementId] = Counter()
        self.reached: Counter[PlacementId] = Counter()
        self.shown: dict[people.PersonId, dict[PlacementId, list[datetime]]] = defaultdict(dict)
        self.all_shown: dict[tuple[people.PersonId, PlacementId], list[datetime]] = defaultdict(list)
        self.met: set[tuple[people.PersonId, PlacementId]] = set()
        near = geo.disk(MIDDLE, 3)
        self.people = [(people.PersonId(UUID(int=number)), self.rng.choice(near)) for number in range(1, PEOPLE + 1)]
        for number in range(SHOPS):
            self.open(number, self.rng.choice(near))

    def open(self, number: int, cell: Cell) -> None:
        """A shop begins, with a budget that the people around it can spend."""
        reach, rng = number % 2 == 0, self.rng
        rate = POLICY.per_thousand_fen if reach else rng.randrange(60, 300)
        fen = rng.randrange(1_000, 1_500) // 10 if reach else rng.randrange(1_000, 2_000)
        one = Live(
            placement_id=PlacementId(UUID(int=10**6 + number)),
            merchant_id=merchants.MerchantId(UUID(int=2 * 10**6 + number)),
            shop="",
            title="",
            words="",
            cell=cell,
            radius_km=3,
            model="reach" if reach else "taps",
            rate_fen=rate,
            hours=pacing.ALL_DAY,
            curve=BUSY,
            starts_at=MIDNIGHT,
            ends_at=MIDNIGHT + timedelta(days=DAYS),
            goal=budget.goal("reach" if reach else "taps", fen, rate),
            views=0,
            taps=0,
            delivered=0,
            pending=0.0,
            pending_at=MIDNIGHT,
        )
        self.fen[one.placement_id] = fen
        self.live.append(one)
        self.board.put(one)

    def look(self, person: people.PersonId, cell: Cell, now: datetime) -> None:
        """Somebody looks around, and sees or taps what is shown."""
        mine = self.shown[person]
        sights = [Sight(one, None, at, (person, one) in self.met) for one, at in mine.items()]
        standing = self.standing(cell, sights, now)
        chosen = self.board.choose(cell, person, sights, now)
        if chosen is None:
            assert not standing
            return
        one = chosen.live
        best = max(standing.values()) if any(standing.values()) else 0
        assert standing[one.placement_id] == best
        if one.model == "taps":
            rest = [worth for key, worth in standing.items() if key != one.placement_id]
            weight = one.contender(chosen.ring_km, POLICY).weight
            price = next(
                (fen for fen in range(POLICY.reserve_fen, one.rate_fen) if fen * weight >= max(rest, default=0)),
                one.rate_fen,
            )
            assert chosen.price_fen == price
        self.board.shown(chosen, person, sights, now)
        mine[one.placement_id] = cap.remembered(mine.get(one.placement_id, []), POLICY, now)
        self.all_shown[person, one.placement_id].append(now)
        self.deliver(one, person, chosen.price_fen)

    def standing(self, cell: Cell, sights: list[Sight], now: datetime) -> dict[PlacementId, int]:
        """What each placement that may be shown is worth here; nothing to whom it has reached."""
        seen = {one.placement_id: one for one in sights}
        worth: dict[PlacementId, int] = {}
        for one in self.live:
            ring_km = ring_of(cell, one.cell)
            sight = seen.get(one.placement_id)
            if ring_km > one.radius_km or not one.on_time(now):
                continue
            if sight is not None and not cap.may_show(sight.shown_at, POLICY, now):
                continue
            again = one.model == "reach" and sight is not None and sight.reached
            worth[one.placement_id] = 0 if again else one.contender(ring_km, POLICY).worth
        return worth

    def deliver(self, one: Live, person: people.PersonId, price_fen: int) -> None:
        """What a server would count of it at once."""
        key = one.placement_id
        if self.rng.random() >= SEEN:
            return
        if (person, key) not in self.met:
            self.met.add((person, key))
            self.reached[key] += 1
        if one.model == "taps" and self.rng.random() < TAPPED:
            self.spent[key] = min(self.fen[key], self.spent[key] + price_fen)
        one.delivered = budget.delivered(one.model, reached=self.reached[key], spent_fen=self.spent[key])


def test_days_of_a_town() -> None:
    town = Town(7)
    looks = sorted(
        (MIDNIGHT + timedelta(days=day, hours=hour, seconds=town.rng.randrange(3_600)), town.rng.randrange(PEOPLE))
        for day in range(DAYS)
        for hour in town.rng.choices(range(24), BUSY, k=PEOPLE * LOOKS)
    )
    hour_at, busy = MIDNIGHT, set[PlacementId]()
    for now, number in looks:
        while now >= hour_at + timedelta(hours=1):
            hour_at += timedelta(hours=1)
            for one in town.live:
                part = pacing.share(one.hours, one.curve, one.starts_at, one.ends_at, hour_at)
                ahead = one.delivered - one.goal * part
                step = 1 if one.model == "reach" else one.rate_fen
                assert ahead <= 0.05 * one.goal + step, "nobody is ahead of the plan"
                if one.model == "reach":
                    assert ahead >= -0.05 * one.goal - 2, "and with people enough nobody is behind"
                    busy.add(one.placement_id)
        town.look(*town.people[number], now)
    assert busy
    for one in town.live:
        earned = budget.earned(
            one.model,
            town.fen[one.placement_id],
            one.rate_fen,
            reached=town.reached[one.placement_id],
            spent_fen=town.spent[one.placement_id],
        )
        assert 0 < earned <= town.fen[one.placement_id]
    for times in town.all_shown.values():
        assert all(later - earlier >= POLICY.apart for earlier, later in itertools.pairwise(times))
        assert all(
            later - earlier >= timedelta(days=1) for earlier, later in zip(times, times[POLICY.a_day :], strict=False)
        )


def test_a_placement_is_seen_within_its_radius_and_not_beyond() -> None:
    for radius in (1, 2, 3):
        cells = set(covered(MIDDLE, radius))
        for cell in geo.disk(MIDDLE, 7):
            assert (cell in cells) == (cell == MIDDLE or geo.km(cell, MIDDLE) <= radius)
