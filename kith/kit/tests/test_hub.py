"""The hub: hints reach whoever waits, in this process and in others, and a lost one is made up for."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import psycopg
import pytest

from kith.kit import clock, commit
from kith.kit.hub import Hub, Line, pieces
from kith.kit.pg_line import PgLine
from kith.kit.sql import Database

NEVER = 3600.0
SOON = 60.0


class Deaf:
    """A line that loses everything; it remembers what it was to send."""

    def __init__(self) -> None:
        self.sent: list[list[str]] = []

    async def send(self, message: Sequence[str]) -> None:
        self.sent.append([*message][1:])

    async def listen(self) -> AsyncGenerator[Sequence[str]]:
        yield []
        await asyncio.sleep(NEVER)


@asynccontextmanager
async def entered(line: Line, **times: float) -> AsyncGenerator[Hub]:
    async with Hub(line, **{"check_seconds": NEVER, "pause_seconds": 0.02, **times}) as hub:
        yield hub


@asynccontextmanager
async def other_process(url: str, **times: float) -> AsyncGenerator[Hub]:
    """A hub over connections of its own."""
    async with Database(url, size=4) as db, entered(PgLine(db), **times) as hub:
        yield hub


async def listening(url: str, count: int = 1) -> None:
    """Wait until so many connections listen."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for _ in range(6000):
            found = await connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'kith live' AND query LIKE 'LISTEN%' AND state = 'idle'"
            )
            if await found.fetchone() == (count,):
                return
            await asyncio.sleep(0.01)
    raise AssertionError("nobody listens")


async def test_a_hint_wakes_at_once_who_waits_for_its_topic() -> None:
    async with entered(Deaf()) as hub, hub.subscribe("a:1", "a:2") as one, hub.subscribe("a:3") as other:
        await one.wait(SOON)
        await other.wait(SOON)
        hub.publish(["a:1", "a:2", "a:9"])
        assert await one.wait(0) == {"a:1", "a:2"}
        assert await one.wait(0) == set()
        assert await other.wait(0.05) == set()


async def test_a_hint_between_reading_and_waiting_is_not_lost() -> None:
    async with entered(Deaf()) as hub, hub.subscribe("a:1") as waiter:
        await waiter.wait(SOON)
        hub.publish(["a:1"])
        await asyncio.sleep(0.05)
        assert await waiter.wait(NEVER) == {"a:1"}


async def test_what_comes_quickly_goes_in_few_messages() -> None:
    line, began = Deaf(), clock.stopwatch()
    async with entered(line, pause_seconds=0.05) as hub:
        for number in range(100):
            hub.publish([f"a:{number % 10}"])
            await asyncio.sleep(0.001)
    assert len(line.sent) <= 2 + (clock.stopwatch() - began) / 0.05
    assert {topic for message in line.sent for topic in message} == {f"a:{number}" for number in range(10)}


async def test_who_leaves_is_forgotten_and_the_end_sends_everybody_away() -> None:
    async with entered(Deaf()) as hub:
        async with hub.subscribe("a:1"):
            pass
        assert hub._waiters == {}
        async with hub.subscribe("a:1") as waiter:
            waiting = asyncio.create_task(waiter.wait(NEVER))
            await asyncio.sleep(0.01)
            ending = asyncio.create_task(hub.end())
            await asyncio.wait_for(waiting, SOON)
            assert waiter.ended
        await asyncio.wait_for(ending, SOON)
        async with hub.subscribe("a:1") as late:
            assert late.ended


async def test_a_commit_in_one_process_wakes_another(fresh_url: str, db: Database) -> None:
    async with entered(PgLine(db)) as here, other_process(fresh_url) as there, there.subscribe("a:1") as waiter:
        db.on_commit = here.publish
        await listening(fresh_url)
        await waiter.wait(0.1)
        async with db.transaction() as tx:
            commit.hint(tx, "a:1")
        assert await waiter.wait(SOON) == {"a:1"}
        assert await waiter.wait(0.2) == set()


async def test_one_connection_listens_however_many_wait_and_none_where_nobody_does(
    fresh_url: str, db: Database
) -> None:
    async with entered(PgLine(db)), other_process(fresh_url) as hub, hub.subscribe("a:1"), hub.subscribe("a:2"):
        await listening(fresh_url, 1)


async def test_what_a_process_commits_in_its_last_moment_is_told(fresh_url: str, db: Database) -> None:
    async with other_process(fresh_url) as there, there.subscribe("a:1") as waiter:
        await listening(fresh_url)
        await waiter.wait(0.1)
        async with entered(PgLine(db)) as here:
            here.publish(["a:1"])
        assert await waiter.wait(SOON) == {"a:1"}


async def test_many_topics_come_in_pieces(fresh_url: str, db: Database) -> None:
    topics = [f"a:{number:036}" for number in range(1000)]
    async with entered(PgLine(db)) as here, other_process(fresh_url) as there, there.subscribe(*topics) as waiter:
        await listening(fresh_url)
        await waiter.wait(0.1)
        here.publish(topics)
        heard = set[str]()
        while len(heard) < len(topics):
            more = await waiter.wait(SOON)
            assert more
            heard |= more


def test_each_piece_is_short_and_begins_with_the_sender() -> None:
    topics = ["é" * 20 + str(number) for number in range(500)]
    made = pieces(["me", *topics], 1000)
    assert all(len(piece.encode()) <= 1000 for piece in made)
    assert len(made) < 30
    read = [json.loads(piece) for piece in made]
    assert {piece[0] for piece in read} == {"me"}
    assert [topic for piece in read for topic in piece[1:]] == topics


async def test_a_killed_listener_comes_back_and_wakes_all_for_what_it_missed(fresh_url: str, db: Database) -> None:
    async with entered(PgLine(db)) as here, other_process(fresh_url) as there, there.subscribe("a:1") as waiter:
        await listening(fresh_url)
        await waiter.wait(0.1)
        async with db.connection() as connection:
            killed = await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'kith live'"
            )
            assert len(await killed.fetchall()) == 1
        here.publish(["a:2"])
        assert await waiter.wait(SOON) == {"a:1"}
        await listening(fresh_url)
        await waiter.wait(0.1)
        here.publish(["a:1"])
        assert await waiter.wait(SOON) == {"a:1"}


async def test_a_lost_hint_is_made_up_for() -> None:
    reached = {"1": 5}
    asked: list[list[str]] = []

    async def read(keys: Sequence[str]) -> Mapping[str, int]:
        asked.append([*keys])
        return {key: reached[key] for key in keys if key in reached}

    async with entered(Deaf(), check_seconds=0.02) as hub, hub.subscribe("a:1", "a:2", "b:1") as waiter:
        hub.watch("a", read)
        await waiter.wait(SOON)
        async with asyncio.timeout(SOON):
            while len(asked) < 2:
                await waiter.wait(0.01)
        assert await waiter.wait(0.1) == set()
        reached["1"] = 6
        assert await waiter.wait(SOON) == {"a:1"}
        reached["2"] = 1
        assert await waiter.wait(SOON) == {"a:2"}
        assert asked[0] == ["1", "2"]


async def test_a_reader_that_fails_is_asked_again() -> None:
    answers = iter([{"1": 1}, {"1": 1}, None, {"1": 2}])

    async def read(keys: Sequence[str]) -> Mapping[str, int]:
        answer = next(answers, {"1": 2})
        if answer is None:
            raise psycopg.OperationalError
        return answer

    async with entered(Deaf(), check_seconds=0.02) as hub, hub.subscribe("a:1") as waiter:
        hub.watch("a", read)
        await waiter.wait(SOON)
        assert await waiter.wait(0.01) in (set(), {"a:1"})
        assert await waiter.wait(SOON) == {"a:1"}


@pytest.mark.parametrize("times", [3])
async def test_no_task_and_no_connection_is_left(fresh_url: str, db: Database, times: int) -> None:
    before = len(asyncio.all_tasks())
    for _ in range(times):
        async with entered(PgLine(db)) as hub, hub.subscribe("a:1"):
            await listening(fresh_url)
    assert len(asyncio.all_tasks()) == before
    async with db.connection() as connection:
        for _ in range(6000):
            found = await connection.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = 'kith live'")
            if not await found.fetchall():
                return
            await asyncio.sleep(0.01)
    raise AssertionError("a connection is left")
