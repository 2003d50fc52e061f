"""Whatever commit the process dies at, the story goes on where it stood, and no fen is lost or moved twice."""

import random
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.installation import installed
from tests.faults.play import FEN, LESS, Gift, Play, rehearse

SEED = 20_260_301

Act = Callable[[Play, Gift], Awaitable[None]]


class Flow(NamedTuple):
    """What comes before, in what the process dies, what is so at the end, how many units of each shop are gone then.

    In the short run it dies at so many commits of it; a flow that is mostly sweeps, which mostly find nothing to do, is
    only for the long run.
    """

    before: Act | None
    act: Act
    end: Act
    taken: tuple[int, int] = (0, 0)
    sampled: int = 1


def _ended(giver: str, recipient: str, back: int = 0) -> Act:
    return lambda play, gift: play.ended(gift, (giver, recipient), back)


async def _give(play: Play, gift: Gift) -> None:
    await play.offer(gift)
    await play.accept(gift)


FLOWS = {
    "give, pay, accept": Flow(None, _give, _ended("accepted", "accepted"), (1, 0), sampled=2),
    "decline, refund": Flow(Play.offer, Play.decline, _ended("declined", "declined", FEN)),
    "pay together, withdraw": Flow(None, Play.share_and_withdraw, _ended("withdrawn", "withdrawn", FEN)),
    "take something cheaper": Flow(Play.offer, Play.take_less, _ended("accepted", "accepted", FEN - LESS), (0, 1)),
    "pay out": Flow(Play.earn, Play.pay_out, Play.paid_out),
    "top up, withdraw": Flow(Play.be_known, Play.pass_through, Play.passed_through, sampled=0),
    "export": Flow(None, Play.export, Play.exported),
    "expire, refund": Flow(Play.offer, Play.wait, _ended("not_taken_up", "expired", FEN), sampled=0),
    "arrive at its hour": Flow(None, Play.schedule, _ended("declined", "declined", FEN), sampled=0),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """In the short run one installation plays them all."""
    thorough = metafunc.config.getoption("--thorough", default=False)
    short = [name for name, flow in FLOWS.items() if flow.sampled]
    metafunc.parametrize("names", [[name] for name in FLOWS] if thorough else [short], ids=", ".join)


async def test_it_dies_at_any_commit(
    names: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, thorough: bool
) -> None:
    monkeypatch.setenv("KITH_CLOCK", str(tmp_path / "clock"))
    async with installed(tmp_path) as installation:
        play = await rehearse(installation)
        await installation.become_mortal()
        for name in names:
            flow = FLOWS[name]
            # A sweep that happens to come by adds its own.
            commits = min([await _count(play, flow) for _ in range(2 if thorough else 1)])
            every = range(1, commits + 1)
            for boundary in every if thorough else sorted(random.Random(SEED).sample(every, flow.sampled)):
                try:
                    await _die_at(boundary, play, flow)
                except BaseException as error:
                    error.add_note(f"{name}: died at commit {boundary} of {commits}; seed {SEED}")
                    raise
            print(f"{name}: {commits} commits")


async def _die_at(boundary: int, play: Play, flow: Flow) -> None:
    installation, gift = play.installation, Gift()
    await installation.insist(installation.live)
    taken = await play.taken()
    if flow.before:
        await flow.before(play, gift)
    await installation.insist(installation.settle)
    await installation.insist(partial(installation.leave, boundary))
    deaths = installation.deaths
    await flow.act(play, gift)
    await installation.die(deaths + 1)
    await play.heal()
    await installation.insist(installation.live)
    await flow.end(play, gift)
    assert await play.taken() == tuple(map(sum, zip(taken, flow.taken, strict=True)))


async def _count(play: Play, flow: Flow) -> int:
    """How many commits the flow is when nobody dies."""
    gift = Gift()
    if flow.before:
        await flow.before(play, gift)
    await play.installation.insist(play.installation.settle)
    deaths, began = play.installation.deaths, await play.installation.commits()
    await flow.act(play, gift)
    ended = await play.installation.insist(play.installation.commits)
    return ended - began if play.installation.deaths == deaths else await _count(play, flow)
