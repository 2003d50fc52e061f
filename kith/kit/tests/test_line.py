"""What every line between processes promises, whatever carries it."""

import asyncio
import shutil
import signal
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from kith.kit.hub import Hub, Line
from kith.kit.pg_line import PgLine
from kith.kit.redis_line import LineDown, RedisLine
from kith.kit.sql import Database

SOON = 60.0


class Carrier:
    """Makes lines, breaks the connections on which they listen, or says nothing any more."""

    def __init__(
        self, line: Callable[[], Line], cut: Callable[[], Awaitable[object]], freeze: Callable[[], None] | None = None
    ) -> None:
        self.line = line
        self.cut = cut
        self.freeze = freeze or (lambda: None)


@asynccontextmanager
async def over_postgresql(url: str) -> AsyncGenerator[Carrier]:
    async def cut() -> None:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'kith live'"
            )

    async with Database(url, size=4) as db:
        yield Carrier(lambda: PgLine(db), cut)


@asynccontextmanager
async def over_redis(folder: Path, alive_seconds: float = SOON) -> AsyncGenerator[Carrier]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *words, stdout=quiet, stderr=quiet)
    url = f"redis://127.0.0.1:{port}/3"
    redis = Redis.from_url(url)

    def freeze() -> None:
        process.send_signal(signal.SIGSTOP)

    try:
        async with asyncio.timeout(SOON):
            while True:
                try:
                    await redis.ping()
                    break
                except RedisError:
                    await asyncio.sleep(0.02)
        async with RedisLine(url, alive_seconds=alive_seconds) as line:
            yield Carrier(lambda: line, lambda: redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub"), freeze)
    finally:
        await redis.aclose()
        process.kill()
        await process.wait()


@pytest.fixture(params=["postgresql", "redis"])
async def carrier(request: pytest.FixtureRequest, fresh_url: str, tmp_path: Path) -> AsyncGenerator[Carrier]:
    made = over_postgresql(fresh_url) if request.param == "postgresql" else over_redis(tmp_path)
    async with made as carrier:
        yield carrier


async def test_the_first_is_empty_and_then_all_is_heard_however_long_it_is(carrier: Carrier) -> None:
    line, topics = carrier.line(), [f"a:{number:036}" for number in range(1_000)]
    heard: list[str] = []

    async def until(last: str, messages: AsyncGenerator[Sequence[str]]) -> None:
        async with asyncio.timeout(SOON):
            async for first, *more in messages:
                assert first == "me"
                heard.extend(more)
                if last in heard:
                    return

    async with aclosing(line.listen()) as one, aclosing(line.listen()) as other:
        assert [await anext(one), await anext(other)] == [[], []]
        await line.send(["me", "b:é 1"])
        await line.send(["me", *topics])
        for messages in (one, other):
            heard.clear()
            await until(topics[-1], messages)
            assert heard == ["b:é 1", *topics]


async def test_a_hub_whose_line_broke_wakes_all_who_may_have_missed_something(carrier: Carrier) -> None:
    async with (
        Hub(carrier.line(), check_seconds=3600.0) as here,
        Hub(carrier.line(), check_seconds=3600.0) as there,
        there.subscribe("a:1", "a:2") as waiter,
        asyncio.timeout(SOON),
    ):
        assert await waiter.wait(SOON) == {"a:1", "a:2"}
        here.publish(["a:1", "b:1"])
        assert await waiter.wait(SOON) == {"a:1"}
        await carrier.cut()
        assert await waiter.wait(SOON) == {"a:1", "a:2"}
        here.publish(["a:2"])
        assert await waiter.wait(SOON) == {"a:2"}


async def test_silence_is_listened_to_and_a_line_that_does_not_answer_is_down(tmp_path: Path) -> None:
    async with over_redis(tmp_path, alive_seconds=1.0) as carrier:
        line = carrier.line()
        async with aclosing(line.listen()) as heard, asyncio.timeout(SOON):
            await anext(heard)
            coming = asyncio.ensure_future(anext(heard))
            # Long enough to be asked whether the line is there.
            await asyncio.wait([coming], timeout=1.5)
            await line.send(["me", "a:1"])
            assert await coming == ["me", "a:1"]
            carrier.freeze()
            with pytest.raises(LineDown):
                await anext(heard)
