"""Whatever commit the process dies at, the story goes on where it stood, and no fen is lost or moved twice."""

import random
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.installation import installed
from tests.faults.play import Gift, Play, rehearse

SEED = 20_260_301
SAMPLED = 6
"""Boundaries of each flow in the short run."""

Act = Callable[[Play, Gift], Awaitable[None]]


class Flow(NamedTuple):
    """What comes before, in what the process dies, what giver and recipient see at the end, if money goes back.

    A flow that is mostly sweeps, which mostly find nothing to do, is only for the long run.
    """

    before: Act | None
    act: Act
    end: tuple[str, str]
    refunded: bool
    long: bool = False


async def _give(play: Play, gift: Gift) -> None:
    await play.offer(gift)
    await play.accept(gift)


FLOWS = {
    "give, pay, accept": Flow(None, _give, ("accepted", "accepted"), refunded=False),
    "decline, refund": Flow(Play.offer, Play.decline, ("declined", "declined"), refunded=True),
    "expire, refund": Flow(Play.offer, Play.wait, ("not_taken_up", "expired"), refunded=True, long=True),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The long flows only when every boundary is tried."""
    thorough = metafunc.config.getoption("--thorough", default=False)
    metafunc.parametrize("name", [name for name, flow in FLOWS.items() if thorough or not flow.long])


async def test_it_dies_at_any_commit(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool
) -> None:
    flow = FLOWS[name]
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    async with installed(tmp_path) as installation:
        play = await rehearse(installation)
        commits = min([await _count(play, flow) for _ in range(2)])
        for boundary in _boundaries(commits, every=thorough):
            try:
                await _die_at(boundary, play, flow)
            except BaseException as error:
                error.add_note(f"died at commit {boundary} of {commits}; seed {SEED}")
                raise


async def _die_at(boundary: int, play: Play, flow: Flow) -> None:
    installation, gift = play.installation, Gift()
    taken = await play.taken()
    if flow.before:
        await flow.before(play, gift)
    await installation.insist(installation.settle)
    await installation.insist(partial(installation.leave, boundary))
    deaths = installation.deaths
    await flow.act(play, gift)
    await installation.die(deaths + 1)
    assert installation.deaths == deaths + 1
    await play.heal()
    await play.ended_well(gift, flow.end, refunded=flow.refunded)
    assert await play.taken() == taken + (not flow.refunded)


async def _count(play: Play, flow: Flow) -> int:
    """How many commits the flow is when nobody dies. A sweep that happens to come by would add its own."""
    gift = Gift()
    if flow.before:
        await flow.before(play, gift)
    await play.installation.settle()
    began = await play.installation.commits()
    await flow.act(play, gift)
    return await play.installation.commits() - began


def _boundaries(commits: int, *, every: bool) -> Sequence[int]:
    every_one = range(1, commits + 1)
    return every_one if every else sorted(random.Random(SEED).sample(every_one, SAMPLED))
