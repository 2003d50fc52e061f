"""The attackers. Each is given an oracle and finds out where people live, as well as it can; none knows which oracle it
is. They know how Kith works, read where their own accounts are believed to be, and are never slowed down.

An attack over another channel is one more function in `ATTACKS` and, if it asks something else, one more question of
`Oracle`. What is said in chats has nothing of places in it.
"""

import math
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kith import places
from tests.attack.oracles import ANYBODY, Oracle
from tests.attack.plane import Point, Sight, centre, downhill, fit, mean

_GROUPS = 3
"""How many each makes."""
EDGES = (1_000.0, 2_000.0, 5_000.0)


@dataclass(frozen=True)
class Effort:
    """How much an attacker asks."""

    looks: int
    """Places from which everybody is looked at."""
    victims: int
    """People at whom an attack is aimed that asks about one at a time."""
    bearings: int
    halvings: int
    epochs: int
    """How often people are looked at again after they moved, joined again or used their switches."""


SLICE = Effort(looks=36, victims=8, bearings=5, halvings=7, epochs=4)
THOROUGH = Effort(looks=300, victims=30, bearings=12, halvings=11, epochs=30)

Found = dict[int, Point]
"""Where an attacker believes people to live."""

Attack = Callable[[Oracle, Effort, random.Random], Awaitable[Found]]


async def trilaterate(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Look from everywhere, and solve for all bounds at once."""
    return _solved(oracle, await _watch(oracle, _net(oracle, effort.looks, rng)))


async def eliminate(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Trilaterate, then look from where an edge of a band would cut through what is still possible, and solve anew."""
    sights = await _watch(oracle, _net(oracle, effort.looks // 2, rng))
    found = _solved(oracle, sights)
    for who in [*found][: effort.victims]:
        for turn in range(effort.looks // 12):
            away, bearing = EDGES[turn % 3], rng.uniform(0, math.tau)
            at = [found[who].to(bearing, away + 150 * side) for side in (-1, 1)]
            sights[who] += [seen[who] for seen in await oracle.look(at) if who in seen]
        found[who] = oracle.guess(fit(sights[who], oracle.country.half))
    return {who: found[who] for who in [*found][: effort.victims]}


async def flip(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """From a rough idea, go out in many directions to where the answer flips; the flips lie on a circle."""
    rough = _solved(oracle, await _watch(oracle, _net(oracle, effort.looks // 2, rng)))
    found: Found = {}
    for who in [*rough][: effort.victims]:

        def inside(seen: dict[int, Sight], who: int = who) -> Sight | None:
            return seen[who] if who in seen and seen[who].high <= EDGES[0] + 50 else None

        rim = await _rim(oracle, rough[who], inside, 2_500, effort)
        found[who] = oracle.guess(centre(rim)) if len(rim) > 2 else rough[who]
    return found


async def order(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Let one's other accounts stand in a row, and see between which of them somebody is in the list; bisect with rows
    ever denser around what was found.
    """
    sights: dict[int, list[Sight]] = {who: [] for who in range(len(oracle.homes))}
    for _ in range(effort.looks // 4):
        at, bearing = oracle.country.somewhere(rng), rng.uniform(0, math.tau)
        for who, sight in (await oracle.rank(at, [at.to(bearing, 450.0 * step) for step in range(1, 19)])).items():
            sights[who].append(sight)
    found = _solved(oracle, sights)
    for who in [*found][: effort.victims]:
        for turn in range(max(8, effort.looks // 8)):
            at = found[who].to(turn * 2.4, 1_500)
            row = [at.to(turn * 2.4 + math.pi, 1_500 + 40.0 * step) for step in range(-9, 9)]
            sights[who].append((await oracle.rank(at, row)).get(who, Sight(at, 0, math.inf)))
        found[who] = oracle.guess(fit(_tight(sights[who]), oracle.country.half))
    return {who: found[who] for who in [*found][: effort.victims]}


async def filters(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Walk along the edge at which somebody drops out of the list altogether, under a filter that fits, and fit the
    circle of that edge.
    """
    found: Found = {}
    wanted = places.Wanted(min_age=30, max_age=40, active="15m")
    for who in range(min(effort.victims // 4, len(oracle.homes))):
        # Out there a kilometre is as small as a metre is close by.
        deep = Effort(effort.looks, effort.victims, effort.bearings, effort.halvings + 8, effort.epochs)
        rim = await _rim(oracle, Point(0, 0), lambda seen, who=who: seen.get(who), 140_000, deep, wanted)
        found[who] = oracle.guess(_round(rim))
    return found


async def average(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Look at people again and again, who are never quite at the same place and who join anew; take the mean."""
    net, samples = _net(oracle, 20, rng), _nothing(oracle)
    for epoch in range(effort.epochs):
        for who, home in enumerate(oracle.homes):
            if epoch % 3 == 2:
                await oracle.join_again(who)
            await oracle.be(who, _jitter(home, rng))
        for who, at in _solved(oracle, await _watch(oracle, net)).items():
            samples[who].append(at)
    return {who: mean(some) for who, some in samples.items() if some}


async def toggles(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Look at people while they become invisible and visible again, and hide the distance and show it; put everything
    together that could be seen.
    """
    net, seen = _net(oracle, 20, rng), _nothing_seen(oracle)
    for epoch in range(effort.epochs):
        for who in range(len(oracle.homes)):
            await oracle.choose(who, invisible=epoch % 4 == 1, hides_distance=epoch % 4 == 2)
            await oracle.be(who, _jitter(oracle.homes[who], rng))
        if epoch % 4 != 2:
            for who, some in (await _watch(oracle, net)).items():
                seen[who] += some
    for who in range(len(oracle.homes)):
        await oracle.choose(who, invisible=False, hides_distance=False)
    return _solved(oracle, seen)


async def groups(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """People who are invisible have made groups at home, one after another: look at these from everywhere."""
    for who, home in enumerate(oracle.homes):
        for _ in range(_GROUPS):
            await oracle.be(who, _jitter(home, rng))
            await oracle.gather(who)
        await oracle.choose(who, invisible=True, hides_distance=False)
    seen = _nothing_seen(oracle)
    for some in await oracle.look_at_groups(_net(oracle, effort.looks, rng)):
        for who, sight in some:
            seen[who].append(sight)
    for who in range(len(oracle.homes)):
        await oracle.choose(who, invisible=False, hides_distance=False)
    return {who: fit(some, oracle.country.half) for who, some in seen.items() if some}


async def follow(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Watch people for a week, at home, at work, on the way and around the corner; home is where they are most."""
    samples = await _week(oracle, effort, rng)
    return {who: _usual(some) for who, some in samples.items() if some}


async def follow_walks(oracle: Oracle, effort: Effort, rng: random.Random) -> Found:
    """Watch people for a week; home is in the middle of the places around where they are most.
    It is meant against noise: without any, where one is most is better.
    """
    samples, found = await _week(oracle, effort, rng), {}
    for who, some in samples.items():
        if some:
            top = _usual(some)
            found[who] = mean([at for at in {*some} if at.away(top) < 2_500] + [top] * 2)
    return found


ATTACKS: dict[str, Attack] = {
    "trilateration on bands": trilaterate,
    "elimination, band by band": eliminate,
    "flip points": flip,
    "order of the list": order,
    "edges of filters": filters,
    "mean of repeated samples": average,
    "switches": toggles,
    "groups of the invisible": groups,
    "a week, where one is most": follow,
    "a week, mean of the walks": follow_walks,
}
MOVING = ("a week, where one is most", "a week, mean of the walks")
"""Of these the people do not stay at home."""
AGAINST_NOISE = "a week, mean of the walks"


async def _watch(oracle: Oracle, net: Sequence[Point]) -> dict[int, list[Sight]]:
    """All that can be seen from these points."""
    sights = _nothing_seen(oracle)
    for seen in await oracle.look(net):
        for who, sight in seen.items():
            sights[who].append(sight)
    return sights


async def _rim(
    oracle: Oracle,
    start: Point,
    inside: Callable[[dict[int, Sight]], Sight | None],
    far: float,
    effort: Effort,
    wanted: places.Wanted = ANYBODY,
) -> list[Point]:
    """In each direction the last point from which the answer is `inside`, by halving: where the account stood."""
    ways = [math.tau * step / effort.bearings for step in range(effort.bearings)]
    near, away, rim = [0.0] * len(ways), [far] * len(ways), dict[int, Point]()
    for _ in range(effort.halvings):
        at = [start.to(way, (a + b) / 2) for way, a, b in zip(ways, near, away, strict=True)]
        for place, seen in enumerate(await oracle.look(at, wanted)):
            half = (near[place] + away[place]) / 2
            sight = inside(seen)
            if sight:
                near[place], rim[place] = half, sight.anchor
            else:
                away[place] = half
    return [*rim.values()]


def _round(rim: Sequence[Point]) -> Point:
    """The middle of a circle of which the points are a little off: the spread of the distances is smallest there."""

    def spread(at: Point) -> float:
        away = [at.away(one) for one in rim]
        usual = sum(away) / len(away)
        return sum((one - usual) ** 2 for one in away)

    return downhill(spread, centre(rim), 4_000) if len(rim) > 2 else Point(0, 0)


async def _week(oracle: Oracle, effort: Effort, rng: random.Random) -> dict[int, list[Point]]:
    """Where people were believed to be whenever they were looked at."""
    net, samples = _net(oracle, 20, rng), _nothing(oracle)
    work = [home.to(rng.uniform(0, math.tau), rng.uniform(1_500, 4_000)) for home in oracle.homes]
    corners = [[home.to(rng.uniform(0, math.tau), abs(rng.gauss(0, 700))) for _ in range(6)] for home in oracle.homes]
    for epoch in range(effort.epochs * 2):
        for who, home in enumerate(oracle.homes):
            kind = ("home", "home", "corner", "work", "home", "way", "corner")[epoch % 7]
            at = home
            if kind == "work":
                at = work[who]
            elif kind == "corner":
                at = rng.choice(corners[who])
            elif kind == "way":
                share = rng.random()
                at = Point(home.x + (work[who].x - home.x) * share, home.y + (work[who].y - home.y) * share)
            await oracle.be(who, _jitter(at, rng))
        for who, at in _solved(oracle, await _watch(oracle, net)).items():
            samples[who].append(at)
    return samples


def _net(oracle: Oracle, count: int, rng: random.Random) -> list[Point]:
    """Points all over the country and around it."""
    return [oracle.country.somewhere(rng, oracle.country.half * 1.7) for _ in range(count)]


def _solved(oracle: Oracle, sights: dict[int, list[Sight]]) -> Found:
    half = oracle.country.half
    return {who: oracle.guess(fit(some, half)) for who, some in sights.items() if some}


def _tight(sights: Sequence[Sight]) -> list[Sight]:
    """The closest bounds."""
    return sorted(sights, key=lambda one: one.high - one.low)[:60]


def _usual(points: Sequence[Point]) -> Point:
    """Where most of them are: the mean of those around the one that has most around it."""
    most = max(points, key=lambda at: sum(at.away(one) < 100 for one in points))
    return mean([one for one in points if one.away(most) < 100])


def _nothing(oracle: Oracle) -> dict[int, list[Point]]:
    return {who: [] for who in range(len(oracle.homes))}


def _nothing_seen(oracle: Oracle) -> dict[int, list[Sight]]:
    return {who: [] for who in range(len(oracle.homes))}


def _jitter(at: Point, rng: random.Random) -> Point:
    """What a phone says that is there."""
    return Point(at.x + rng.gauss(0, 25), at.y + rng.gauss(0, 25))
