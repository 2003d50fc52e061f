"""Many gifts at once while server, worker, simulator and database are killed at random: nobody loses a fen, and
whatever was answered is so."""

import asyncio
import itertools
import math
import random
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.gateways import GATEWAYS
from tests.faults.processes import Name, Processes, running
from tests.faults.proof import Wrong, ask_again, heal, prove
from tests.faults.scene import Scene
from tests.faults.stories import STORIES
from tests.faults.town import Town, town

TARGETS: tuple[Name, ...] = ("server", "worker", "gateway", "database")


class Size(NamedTuple):
    """How many gifts, how many kills while time moves on once and people do what they do then, at which commit a
    process may die by its own hand, and how many requests are repeated at the end."""

    gifts: int
    kills: tuple[int, ...]
    crash_at: tuple[int, int]
    repeats: int


SHORT = Size(12, (0, 1), (60, 400), 10)
LONG = Size(280, (0, 1, 2, 3), (20, 600), 300)
WITHIN_SECONDS = 2.0


async def test_killed_at_random(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool, seed: int) -> None:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    size, chance = LONG if thorough else SHORT, random.Random(seed)

    def crash_at() -> int:
        return chance.choice((0, chance.randint(*size.crash_at)))

    async with (
        running(tmp_path, crash_at=crash_at) as processes,
        town(processes.settings, processes.url, random.Random(seed)) as found,
    ):
        killer = Killer(processes, size, random.Random(seed))
        found.director.before_each = killer.plan
        scenes, ends = await _play(found, size, seed)
        await killer.done()
        print(f"\nseed {seed}: {len(scenes)} gifts, deaths {processes.deaths}, {found.line.repeated} asked twice")
        wrong = [f"{name}: {end!r}" for name, end in ends if end is not None]
        await ask_again(found, size.repeats)
        await heal(found, scenes)
        found_wrong, moves = await prove(found, scenes)
        wrong += found_wrong
        print(f"money did {dict(moves)}")
        if wrong:
            raise Wrong("\n".join([f"seed {seed}", *wrong[:20]]))


class Killer:
    """Kills one after another, at moments that it draws."""

    def __init__(self, processes: Processes, size: Size, chance: random.Random) -> None:
        self._processes = processes
        self._size = size
        self._chance = chance
        self._kills: set[asyncio.Task[None]] = set()
        self._targets = itertools.cycle(chance.sample(TARGETS, len(TARGETS)))

    def plan(self) -> None:
        """Somebody, soon, while time moves on and people do what they do then."""
        for _ in range(self._chance.choice(self._size.kills)):
            target, delay = next(self._targets), self._chance.uniform(0, WITHIN_SECONDS)
            self._kills.add(asyncio.create_task(self._kill(target, delay)))

    async def done(self) -> None:
        """Nobody is killed any more, and all live."""
        await asyncio.gather(*self._kills)
        await self._processes.up()

    async def _kill(self, target: Name, delay: float) -> None:
        await asyncio.sleep(delay)
        await self._processes.kill(target)


async def _play(found: Town, size: Size, seed: int) -> tuple[list[Scene], list[tuple[str, BaseException | None]]]:
    names = [*STORIES] * math.ceil(size.gifts / len(STORIES))
    random.Random(seed).shuffle(names)
    names = names[: size.gifts]
    pairs = await found.insist(lambda: found.people_in_pairs(size.gifts))
    scenes = [
        Scene(name, found, *pair, random.Random(f"{seed} {place}"), GATEWAYS[place % len(GATEWAYS)])
        for place, (name, pair) in enumerate(zip(names, pairs, strict=True))
    ]
    ends = await found.director.play(STORIES[name](scene) for name, scene in zip(names, scenes, strict=True))
    return scenes, list(zip(names, ends, strict=True))
