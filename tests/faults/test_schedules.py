"""Whatever the gateway and the carrier do wrong around a gift, in the end it is clean; every mistake they can make is
made."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.processes import Processes, running
from tests.faults.proof import Wrong, ask_again, heal, prove
from tests.faults.scene import Scene
from tests.faults.schedules import ANSWER_SECONDS, COVERED, KINDS, Schedule, draw, play
from tests.faults.town import Town, town

ALL = (250, 250, 250, 250)
SLICE = (len(KINDS), 12)
"""Batches. In the last one the gateway changes its key; the first of the slice has each mistake as the first of one."""
POLICY = f"[payments]\nanswer_seconds = {ANSWER_SECONDS}\n"


async def test_schedules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool, only: int | None) -> None:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    sizes = (1,) if only is not None else ALL if thorough else SLICE
    seeds = iter([only] if only is not None else range(sum(sizes)))
    async with running(tmp_path, policy=POLICY) as processes:
        made: Counter[str] = Counter()
        for place, size in enumerate(sizes, 1):
            batch = [draw(seed) for seed in itertools.islice(seeds, size)]
            made = await _batch(processes, batch, rotate if place == len(sizes) > 1 else None)
        print(f"\n{sum(sizes)} schedules; mistakes made: {dict(sorted(made.items()))}")
        if only is None:
            least = 5 if thorough else 1
            assert {name for name in COVERED if made[name] < least} == set()


async def _batch(
    processes: Processes, batch: Sequence[Schedule], besides: Callable[[Processes, Town], Awaitable[None]] | None
) -> Counter[str]:
    async with town(processes.settings, processes.url, random.Random(batch[0].seed)) as found:
        people = await found.people_in_pairs(len(batch))
        scenes = [
            Scene(str(schedule), found, *pair, random.Random(schedule.seed))
            for schedule, pair in zip(batch, people, strict=True)
        ]
        if besides:
            await besides(processes, found)
        plays = (play(schedule, scene) for schedule, scene in zip(batch, scenes, strict=True))
        ends = await found.director.play(plays)
        wrong = [f"{scene.name}: {end!r}" for scene, end in zip(scenes, ends, strict=True) if end is not None]
        await ask_again(found, 40)
        await heal(found, scenes)
        wrong += await prove(found, scenes)
        if wrong:
            raise Wrong("\n".join(wrong[:20]))
        return Counter((await found.at_gateway("GET", "/admin/faults/made")).raise_for_status().json())


async def rotate(processes: Processes, found: Town) -> None:
    """As soon as all have been to the cashier the gateway signs with a new key; some moves later Kith knows it."""
    moves = 0
    moved = found.director.move

    async def move_and_rotate(at: timedelta) -> None:
        nonlocal moves
        moves += 1
        if moves == 1:
            await found.at_gateway("POST", "/admin/key-rotation")
        if moves == 4:
            await asyncio.gather(processes.restart("server"), processes.restart("worker"))
        await moved(at)

    found.director.move = move_and_rotate
