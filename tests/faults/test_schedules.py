"""Whatever the gateways, the carrier and the one who checks identities do wrong around a gift, an envelope or a wallet,
in the end it is clean; every mistake they can make is made."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.money_proof import MOVES
from tests.faults.processes import Processes, running
from tests.faults.proof import Wrong, ask_again, heal, prove
from tests.faults.scene import Scene
from tests.faults.schedules import ANSWER_SECONDS, COVERED, LATER_AT_THE_CASHIER, Schedule, draw, play, some_of_each
from tests.faults.town import Town, town

_NUMBERS = sorted(range(1000), key=lambda number: draw(number).story not in LATER_AT_THE_CASHIER)
ALL = [_NUMBERS[first : first + 250] for first in range(0, 1000, 250)]
SLICE = [some_of_each(), _NUMBERS[-248::31]]
"""Batches. In the last one the gateway changes its key, when all have been to the cashier."""
POLICY = f"[payments]\nanswer_seconds = {ANSWER_SECONDS}\n[wallet]\nanswer_seconds = {ANSWER_SECONDS}\n"


async def test_schedules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool, only: int | None) -> None:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    batches = [[only]] if only is not None else ALL if thorough else SLICE
    async with running(tmp_path, policy=POLICY) as processes:
        made, moved = Counter[str](), Counter[str]()
        for place, numbers in enumerate(batches, 1):
            batch = [draw(number) for number in numbers]
            made, moves = await _batch(processes, batch, rotate if place == len(batches) > 1 else None)
            moved += moves
        print(f"\n{sum(map(len, batches))} schedules; mistakes made: {dict(sorted(made.items()))}")
        print(f"money did {dict(moved)}")
        if only is None:
            least = 5 if thorough else 1
            assert {name for name in COVERED if made[name] < least} == set()
            assert set(moved) == set(MOVES)


async def _batch(
    processes: Processes, batch: Sequence[Schedule], besides: Callable[[Processes, Town], Awaitable[None]] | None
) -> tuple[Counter[str], Counter[str]]:
    """How often each mistake was made until now, and what money did."""
    async with town(processes.settings, processes.url, random.Random(batch[0].seed)) as found:
        people = await found.people_in_pairs(len(batch))
        scenes = [
            Scene(str(schedule), found, *pair, random.Random(schedule.seed), schedule.gateway)
            for schedule, pair in zip(batch, people, strict=True)
        ]
        if besides:
            await besides(processes, found)
        plays = (play(schedule, scene) for schedule, scene in zip(batch, scenes, strict=True))
        ends = await found.director.play(plays)
        wrong = [f"{scene.name}: {end!r}" for scene, end in zip(scenes, ends, strict=True) if end is not None]
        await ask_again(found, 40)
        await heal(found, scenes)
        found_wrong, moves = await prove(found, scenes)
        wrong += found_wrong
        if wrong:
            raise Wrong("\n".join(wrong[:20]))
        made = (await found.at_gateway("GET", "/admin/faults/made")).raise_for_status().json()
        return Counter(made), moves


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
