"""The stream of events over real HTTP: what it says, how it ends, and that it leaves nothing behind."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from kith import notices, people
from kith.kit import clock
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.pg_line import PgLine
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import serve
from kith.main.document import Document
from kith.main.wiring import FOLLOWED
from kith.notices.streams import Streams
from tests import cast
from tests.cast import ANN, BO, CHEN
from tests.listener import Listener, listening

QUICK = notices.Policy(streams=2, heartbeat_seconds=0.1, recheck_seconds=0.1)
SLOW = notices.Policy(streams=2, heartbeat_seconds=60, recheck_seconds=60)
NEVER = 3600.0
SOON = 120.0


async def eventually(so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(int(SOON / 0.01)):
        if so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not in time")


@dataclass
class Server:
    """One server process, but for the process."""

    db: Database
    parts: Parts
    site: str

    async def enrol(self) -> None:
        async with self.db.transaction() as tx:
            for person in (ANN, BO, CHEN):
                await cast.enrol(tx, person, clock.now())

    async def tell(self, *persons: people.PersonId) -> None:
        async with self.db.transaction() as tx:
            for person in persons:
                await notices.tell(tx, person, "follow", CHEN, clock.now())

    async def headers(self, person: people.PersonId = ANN) -> dict[str, str]:
        return await cast.bearer(self.db, person)

    def listening(self, headers: dict[str, str], after: int | None = None, query: str = ""):
        return listening(self.site, headers, after, query=query)

    async def deserted(self) -> None:
        """Nobody follows anything, and the hub has forgotten everybody."""
        await eventually(lambda: not (self.parts[Streams].count() or self.parts[Hub]._waiters))


@asynccontextmanager
async def serving(
    url: str, home: Path, policy: notices.Policy = SLOW, *, check_seconds: float = NEVER
) -> AsyncGenerator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(home=home, port=port)
    async with Database(url, size=6) as db, Hub(PgLine(db), check_seconds=check_seconds) as hub:
        hub.watch(notices.PREFIX, lambda keys: notices.last_ids(db, keys))
        db.on_commit = hub.publish
        parts = cast.parts(db, settings, Document(), hub, policy, people.NewFollower(FOLLOWED))
        async with serve._web(settings, parts):
            yield Server(db, parts, settings.local_url)
        db.on_commit = None


@pytest.fixture
async def server(fresh_url: str, tmp_path: Path) -> AsyncGenerator[Server]:
    async with serving(fresh_url, tmp_path) as server:
        await server.enrol()
        yield server


def ready(listener: Listener) -> tuple[int, int]:
    """The number the stream goes on from, and the last there was."""
    assert listener.frames[0].name == "ready"
    return listener.frames[0].number, listener.frames[0].data["last_id"]


async def test_every_byte_of_it(server: Server) -> None:
    async with server.listening(await server.headers()) as stream:
        headers = stream.answer.headers
        assert headers["content-type"].startswith("text/event-stream")
        assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
        now = datetime.fromisoformat("2026-03-01T04:00:00Z")
        async with server.db.transaction() as tx:
            await notices.tell(tx, ANN, "charge", BO, now)
        await stream.count(2)
    said, _, event = stream.said.partition("\n\n")
    assert said.startswith('id: 0\nevent: ready\ndata: {"last_id":0')
    assert event == (
        f'id: 1\nevent: charge\ndata: {{"kind":"charge","ref":"{BO}","happened_at":"2026-03-01T04:00:00Z"}}\n\n'
    )


async def test_it_tells_only_what_is_ones_own_and_at_once(server: Server) -> None:
    async with (
        server.listening(await server.headers(ANN)) as ann,
        server.listening(await server.headers(BO)) as bo,
    ):
        await server.tell(ANN)
        await ann.count(2, SOON)
        await server.tell(BO)
        await bo.count(2, SOON)
        assert (len(ann.frames), len(bo.frames)) == (2, 2)


async def test_to_follow_somebody_tells_them_once_and_to_leave_tells_nothing(server: Server) -> None:
    async with server.listening(await server.headers(BO)) as stream, httpx.AsyncClient(base_url=server.site) as client:
        ann = await server.headers(ANN)
        for method in ("PUT", "PUT", "DELETE"):
            (await client.request(method, f"/me/following/{BO}", headers=ann)).raise_for_status()
        (await client.put(f"/me/blocks/{BO}", headers=ann)).raise_for_status()
        await server.tell(BO)
        await stream.until(lambda stream: ("follow", str(CHEN)) in stream.told(), SOON)
        assert stream.told() == [("follow", str(ANN)), ("follow", str(CHEN))]


@pytest.mark.parametrize("by_query", [False, True])
async def test_it_goes_on_after_a_number_and_misses_nothing(server: Server, by_query: bool) -> None:
    for _ in range(5):
        await server.tell(ANN)
    given = (None, "?after=2") if by_query else (2, "?after=4")
    async with server.listening(await server.headers(), *given) as stream:
        await server.tell(ANN)
        await stream.count(5)
        assert ready(stream) == (2, 5)
        assert [frame.number for frame in stream.frames] == [2, 3, 4, 5, 6]


async def test_many_at_once_come_in_order_without_a_gap(server: Server) -> None:
    headers = await server.headers()
    heard: list[int] = []
    telling = asyncio.create_task(_tell_many(server))
    after = 0
    while len(heard) < 300:
        async with server.listening(headers, after) as stream:
            await stream.until(lambda stream: len(stream.frames) > 40 or stream.last == 300)
        heard += [frame.number for frame in stream.frames if frame.name == "follow"]
        after = heard[-1]
    await telling
    assert heard == list(range(1, 301))


async def test_clients_that_leave_in_the_middle_take_no_connection_along(server: Server) -> None:
    headers = await server.headers()
    telling = asyncio.create_task(_tell_many(server))
    while not telling.done():
        async with server.listening(headers, 0):
            pass
    await telling
    # As many as the pool has: all of them are to be had at once.
    async with AsyncExitStack() as stack, asyncio.timeout(SOON):
        for _ in range(6):
            await stack.enter_async_context(server.db.connection())


async def _tell_many(server: Server) -> None:
    for _ in range(30):
        await asyncio.gather(*(server.tell(ANN, BO) for _ in range(10)))


@pytest.mark.parametrize("after", [1, 9])
async def test_what_cannot_be_resumed_says_so_and_goes_on(server: Server, after: int) -> None:
    for _ in range(3):
        await server.tell(ANN)
    async with server.db.transaction() as tx:
        await notices.forget(tx, notices.Policy(), clock.now() + timedelta(days=8))
    await server.tell(ANN)
    async with server.listening(await server.headers(), after) as stream:
        await stream.count(2)
        assert [(frame.name, frame.number) for frame in stream.frames] == [("ready", 4), ("resync", 4)]
        assert stream.frames[1].data == {"last_id": 4}
        await server.tell(ANN)
        await stream.count(3)
        assert stream.last == 5


@pytest.mark.parametrize("number", ["-1", "x", "1.5", "9223372036854775808"])
async def test_a_number_must_be_one(server: Server, number: str) -> None:
    async with httpx.AsyncClient(base_url=server.site) as client:
        headers = await server.headers()
        for query, more in ((f"?after={number}", {}), ("", {"Last-Event-ID": number})):
            answer = await client.get(f"/me/events{query}", headers=headers | more)
            assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


async def test_silence_is_filled_with_heartbeats(fresh_url: str, tmp_path: Path, server: Server) -> None:
    async with (
        serving(fresh_url, tmp_path / "quick", QUICK) as quick,
        quick.listening(await server.headers()) as stream,
    ):
        await stream.until(lambda stream: stream.said.count("\n\n:\n\n") >= 1 and stream.said.count(":\n\n") > 3)
        assert len(stream.frames) == 1


async def test_the_oldest_of_too_many_is_sent_away(server: Server) -> None:
    headers = await server.headers()
    async with (
        server.listening(headers) as oldest,
        server.listening(headers) as second,
        server.listening(headers) as third,
        server.listening(await server.headers(BO)) as other,
    ):
        await oldest.end(SOON)
        assert oldest.frames[-1].name == "displaced"
        await server.tell(ANN, BO)
        for stream in (second, third, other):
            await stream.count(2)
    await server.deserted()


@pytest.mark.parametrize("path", ["/session", "/me/sessions"])
async def test_it_ends_at_once_when_its_session_does(server: Server, path: str) -> None:
    headers, others = await server.headers(), await server.headers()
    async with server.listening(headers) as stream, server.listening(others) as other:
        async with httpx.AsyncClient(base_url=server.site) as client:
            (await client.delete(path, headers=headers)).raise_for_status()
        await stream.end(SOON)
        assert not stream.broken
        if path == "/session":
            await server.tell(ANN)
            await other.count(2)
        else:
            await other.end(SOON)


async def test_it_ends_with_a_session_of_whose_end_nobody_told(fresh_url: str, tmp_path: Path, server: Server) -> None:
    async with (
        serving(fresh_url, tmp_path / "quick", QUICK) as quick,
        quick.listening(await server.headers()) as stream,
    ):
        async with server.db.connection() as connection:
            await connection.execute("DELETE FROM device")
        await stream.end(SOON)


async def test_whoever_goes_away_leaves_nothing(server: Server) -> None:
    headers = await server.headers()
    before = len(asyncio.all_tasks())
    for _ in range(10):
        async with server.listening(headers):
            assert server.parts[Streams].count() >= 1
            await server.tell(ANN)
    await server.deserted()
    # The hub's own listener has begun in the meantime.
    await eventually(lambda: len(asyncio.all_tasks()) <= before + 2)


async def test_whoever_does_not_read_holds_no_connection_to_the_database(server: Server) -> None:
    """More streams than connections, none of them read, and the server still answers."""
    headers, open_ends = await server.headers(), list[asyncio.StreamWriter]()
    for person in (ANN, BO, CHEN):
        for _ in range(2):
            token = (await server.headers(person))["Authorization"]
            _, writer = await asyncio.open_connection("127.0.0.1", server.parts[Settings].port)
            writer.write(f"GET /me/events HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
            open_ends.append(writer)
    await eventually(lambda: server.parts[Streams].count() == 6)
    for _ in range(20):
        await server.tell(ANN, BO, CHEN)
    async with httpx.AsyncClient(base_url=server.site, timeout=SOON) as client:
        assert (await client.get("/me", headers=headers)).status_code == 200
    for writer in open_ends:
        writer.close()
    await server.deserted()


async def test_a_server_that_stops_ends_its_streams_politely_and_soon(fresh_url: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as after:
        async with serving(fresh_url, tmp_path) as server:
            await server.enrol()
            headers = await server.headers()
            streams = [await after.enter_async_context(server.listening(headers)) for _ in range(2)]
            began = clock.stopwatch()
        assert clock.stopwatch() - began < SOON
        for stream in streams:
            await stream.end(SOON)
            assert not stream.broken


async def test_another_server_hears_of_it(fresh_url: str, tmp_path: Path, server: Server) -> None:
    async with serving(fresh_url, tmp_path / "other") as other, other.listening(await server.headers()) as stream:
        await _listens(fresh_url)
        await server.tell(ANN)
        await stream.count(2, SOON)


async def test_a_listener_that_was_killed_heals_and_nothing_is_missed(
    fresh_url: str, tmp_path: Path, server: Server
) -> None:
    async with serving(fresh_url, tmp_path / "other") as other, other.listening(await server.headers()) as stream:
        await _listens(fresh_url)
        async with await psycopg.AsyncConnection.connect(fresh_url, autocommit=True) as admin:
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'kith live'"
            )
        await server.tell(ANN)
        await stream.count(2, SOON)
        await _listens(fresh_url)
        await server.tell(ANN)
        await stream.count(3, SOON)


async def test_a_hint_that_was_lost_costs_a_moment(fresh_url: str, tmp_path: Path, server: Server) -> None:
    async with (
        serving(fresh_url, tmp_path / "other", check_seconds=0.1) as other,
        other.listening(await server.headers()) as stream,
    ):
        server.db.on_commit = None
        await server.tell(ANN)
        await stream.count(2, SOON)


async def _listens(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin, asyncio.timeout(SOON):
        while True:
            found = await admin.execute(
                "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'kith live'"
                " AND query LIKE 'LISTEN%' AND state = 'idle'"
            )
            if found.rowcount:
                return
            await asyncio.sleep(0.01)
