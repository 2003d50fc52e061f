"""Deeds that go as one: who goes with whom, and what each hears when the others fail."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import psycopg
import pytest
from psycopg.errors import DeadlockDetected

from kith.kit.batch import Lane
from kith.kit.refusal import Refusal
from kith.kit.web import TryAgain

pytestmark = pytest.mark.asyncio


class Odd(Refusal):
    """Odd numbers are not doubled."""


class Doubling:
    """Doubles even numbers, as long as the gate is open. It has to be told what to fail with."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.failing: dict[int, Exception] = {}

    async def run(self, deeds: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(deeds))
        self.begun.set()
        await self.gate.wait()
        for deed in deeds:
            if deed in self.failing:
                raise self.failing[deed]
        return [Odd(number=deed) if deed % 2 else deed * 2 for deed in deeds]


async def gathered(lane: Lane[int, int], doubling: Doubling, *deeds: int) -> list[asyncio.Task[int]]:
    """The deed 0 in flight, and these waiting behind it; the gate is shut."""
    doubling.gate.clear()
    tasks = [asyncio.create_task(lane.do(0))]
    await doubling.begun.wait()
    tasks += [asyncio.create_task(lane.do(deed)) for deed in deeds]
    await asyncio.sleep(0)
    return tasks


async def said(tasks: Sequence[asyncio.Task[int]]) -> list[object]:
    found = await asyncio.gather(*tasks, return_exceptions=True)
    return [type(one) if isinstance(one, BaseException) else one for one in found]


async def test_an_idle_lane_does_one_deed_at_once() -> None:
    doubling = Doubling()
    async with Lane(doubling.run) as lane:
        assert [await lane.do(2), await lane.do(4)] == [4, 8]
    assert doubling.batches == [[2], [4]]


async def test_deeds_gather_behind_the_batch_in_flight_and_each_gets_its_own_answer() -> None:
    doubling = Doubling()
    async with Lane(doubling.run, most=3) as lane:
        tasks = await gathered(lane, doubling, 2, 3, 4, 6, 8)
        doubling.gate.set()
        assert await said(tasks) == [0, 4, Odd, 8, 12, 16]
    assert doubling.batches == [[0], [2, 3, 4], [6, 8]]


async def test_a_failed_batch_is_run_again_one_by_one() -> None:
    doubling = Doubling()
    doubling.failing = {4: DeadlockDetected("in each other's way"), 6: ValueError("broken")}
    async with Lane(doubling.run) as lane:
        tasks = await gathered(lane, doubling, 2, 3, 4, 6, 8)
        doubling.gate.set()
        assert await said(tasks) == [0, 4, Odd, DeadlockDetected, ValueError, 16]
    assert doubling.batches == [[0], [2, 3, 4, 6, 8], [2], [3], [4], [6], [8]]


@pytest.mark.parametrize("also_alone", [False, True])
async def test_nobody_waits_in_turn_for_a_database_that_is_gone(*, also_alone: bool) -> None:
    doubling = Doubling()
    gone = psycopg.OperationalError("nobody there")
    doubling.failing = {2: ValueError("broken"), 4: gone} if also_alone else {2: gone}
    async with Lane(doubling.run) as lane:
        tasks = await gathered(lane, doubling, 2, 4, 6)
        doubling.gate.set()
        first = ValueError if also_alone else psycopg.OperationalError
        assert await said(tasks) == [0, first, psycopg.OperationalError, psycopg.OperationalError]
        assert await lane.do(8) == 16
    assert doubling.batches[2:-1] == ([[2], [4]] if also_alone else [])


async def test_a_full_lane_refuses_and_later_serves_again() -> None:
    doubling = Doubling()
    async with Lane(doubling.run, room=2) as lane:
        tasks = await gathered(lane, doubling, 2, 4)
        with pytest.raises(TryAgain) as refused:
            await lane.do(6)
        assert refused.value.facts == {"retry_after": 1}
        doubling.gate.set()
        assert await said(tasks) == [0, 4, 8]
        assert await lane.do(6) == 12


async def test_who_leaves_while_waiting_is_not_served_and_in_flight_harms_nobody() -> None:
    doubling = Doubling()
    async with Lane(doubling.run) as lane:
        tasks = await gathered(lane, doubling, 2, 4)
        tasks[0].cancel()
        tasks[1].cancel()
        await asyncio.sleep(0)
        doubling.gate.set()
        assert await said(tasks) == [asyncio.CancelledError, asyncio.CancelledError, 8]
    assert doubling.batches == [[0], [4]]


async def test_a_lane_that_closes_finishes_what_it_has_and_takes_no_more() -> None:
    doubling = Doubling()
    lane = Lane(doubling.run)
    async with lane:
        tasks = await gathered(lane, doubling, 2)
        asyncio.get_running_loop().call_soon(doubling.gate.set)
    assert [task.done() for task in tasks] == [True, True]
    with pytest.raises(TryAgain):
        await lane.do(4)


async def test_a_writer_that_is_cancelled_leaves_nobody_waiting() -> None:
    doubling = Doubling()
    lane = Lane(doubling.run)
    tasks = await gathered(lane, doubling, 2)
    writer = next(task for task in asyncio.all_tasks() if "Lane._write" in repr(task.get_coro()))
    writer.cancel()
    assert await said(tasks) == [asyncio.CancelledError, asyncio.CancelledError]
    doubling.gate.set()
    assert await lane.do(4) == 8


async def test_a_batch_does_not_run_in_the_context_of_the_request_that_came_first() -> None:
    request: ContextVar[str] = ContextVar("request", default="none")
    seen: list[str] = []

    async def run(deeds: Sequence[int]) -> Sequence[int | Exception]:
        seen.append(request.get())
        return deeds

    request.set("mine")
    async with Lane(run) as lane:
        await lane.do(1)
    assert seen == ["none"]
