"""Live talk over real sockets: what is heard, by whom, how it ends, and that it leaves nothing behind."""

import asyncio
import json
import socket as sockets
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from msgspec.structs import replace

from kith import chat, people
from kith.chat.channels import Channels
from kith.kit import clock, ids
from kith.kit.hub import Hub
from kith.kit.parts import Parts
from kith.kit.pg_line import PgLine
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import serve
from kith.main.document import Document
from kith.main.wiring import BLOCKED, FOLLOWED
from tests import cast
from tests.cast import ANN, BO, CHEN
from tests.talker import Talker, talking

SLOW = chat.LivePolicy(list_seconds=0.01)
SOON = 120.0


async def eventually(so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(int(SOON / 0.01)):
        if so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not in time")


def is_held(client: sockets.socket) -> bool:
    """Whether the server still holds the other end of this connection, and not only the kernel."""
    ends = [
        f"{int.from_bytes(sockets.inet_aton(host), sys.byteorder):08X}:{port:04X}"
        for host, port in (client.getpeername(), client.getsockname())
    ]
    lines = (line.split() for line in Path("/proc/self/net/tcp").read_text().splitlines())
    return any(line[1:3] == ends and line[9] != "0" for line in lines)


@dataclass
class Server:
    """One server process, but for the process."""

    db: Database
    parts: Parts
    site: str
    url: str
    home: Path

    async def headers(self, person: people.PersonId = ANN) -> dict[str, str]:
        return await cast.bearer(self.db, person)

    async def ask(self, person: people.PersonId, method: str, path: str, body: object = None) -> Any:
        async with httpx.AsyncClient(base_url=self.site, timeout=SOON) as client:
            answer = await client.request(method, path, json=body, headers=await self.headers(person))
        answer.raise_for_status()
        return answer.json() if answer.content else None

    async def pair(self, one: people.PersonId = ANN, other: people.PersonId = BO) -> str:
        """The conversation of two."""
        return str((await self.ask(one, "PUT", f"/people/{other}/conversation"))["conversation_id"])

    async def say(self, person: people.PersonId, where: str, body: str) -> None:
        await self.ask(person, "POST", f"/conversations/{where}/messages", {"message_id": str(ids.new()), "body": body})

    @asynccontextmanager
    async def talking(self, person: people.PersonId = ANN, **options: Any) -> AsyncGenerator[Talker]:
        async with talking(self.site, await self.headers(person), **options) as talker:
            yield talker

    async def deserted(self) -> None:
        """Nobody is left, and nothing of them."""
        await eventually(lambda: self.parts[Channels].count() == (0, 0) and not self.parts[Hub]._waiters)


@asynccontextmanager
async def serving(url: str, home: Path, live: chat.LivePolicy = SLOW) -> AsyncGenerator[Server]:
    with sockets.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings, policy = Settings(home=home, port=port), chat.Policy(messages_a_minute=10_000)
    async with (
        Database(url, size=6) as db,
        Hub(PgLine(db), check_seconds=0.5) as hub,
        chat.Sending(db, policy) as sending,
        Channels(db, hub, policy, live, clock.now) as channels,
    ):
        hub.watch(chat.PREFIX, lambda keys: chat.last_revisions(db, keys))
        hub.watch(chat.INBOX, lambda keys: chat.last_moves(db, keys))
        db.on_commit = hub.publish
        more = (policy, sending, channels, people.NewFollower(FOLLOWED), people.Blocked(BLOCKED[1:]))
        parts = cast.parts(db, settings, Document(), hub, *more)
        async with serve._web(settings, parts):
            yield Server(db, parts, settings.local_url, url, home)
        db.on_commit = None


@pytest.fixture
async def server(fresh_url: str, tmp_path: Path) -> AsyncGenerator[Server]:
    async with serving(fresh_url, tmp_path) as server:
        async with server.db.transaction() as tx:
            for person in (ANN, BO, CHEN):
                await cast.enrol(tx, person, clock.now())
            await cast.befriend(tx, ANN, BO, clock.now())
        yield server


@pytest.fixture
async def pair(server: Server) -> str:
    """Ann and Bo have both written: messages 1 and 2."""
    pair = await server.pair()
    for person in (ANN, BO):
        await server.say(person, pair, cast.name_of(person))
    return pair


async def test_what_is_said_is_heard_by_both_and_by_nobody_else(server: Server, pair: str) -> None:
    async with server.talking(ANN) as ann, server.talking(BO) as bo, server.talking(CHEN) as chen:
        assert ann.events[0]["type"] == "ready"
        assert (await ann.follow(pair))["type"] == "done"
        assert (await bo.follow(pair, 0))["type"] == "done"
        assert (await chen.follow(pair, 0))["problem"]["code"] == "conversation_not_found"
        name = ids.new()
        said = await ann.say(pair, "Good evening", name)
        assert (said["message"]["seq"], said["message"]["body"]) == (3, "Good evening")
        assert (await ann.say(pair, "Good evening", name))["message"] == said["message"]
        assert (await ann.say(pair, "Good night", name))["problem"]["code"] == "message_differs"
        assert (await chen.say(pair, "Hello"))["problem"]["code"] == "conversation_not_found"
        await server.say(BO, pair, "And to you")
        for talker in (ann, bo):
            await talker.until(lambda one: "And to you" in one.heard(pair))
        assert ann.heard(pair) == ["Good evening", "And to you"]
        assert bo.heard(pair) == ["Ann", "Bo", "Good evening", "And to you"]
        assert chen.of("messages") == []
        assert (await bo.do("unfollow", conversation_id=pair))["type"] == "done"
        await ann.say(pair, "Still there?")
        await ann.until(lambda one: "Still there?" in one.heard(pair))
        await server.ask(BO, "GET", "/me")
        assert "Still there?" not in bo.heard(pair)
    await server.deserted()


async def test_whoever_was_away_hears_all_of_it_once_and_in_order(server: Server, pair: str) -> None:
    async with server.talking(ANN) as ann:
        for number in range(3, 253):
            await ann.send(type="say", n=number, conversation_id=pair, message_id=ids.new(), body=str(number))
        async with server.talking(BO) as bo:
            await bo.until(lambda one: one.of("list"))
            await bo.follow(pair, 1)
            await bo.until(lambda one: one.revision(pair) == 252)
            assert bo.heard(pair) == ["Bo", *map(str, range(3, 253))]
            steps = [(event["after"], event["revision"]) for event in bo.of("messages")]
            assert [after for after, _ in steps] == [1, *(revision for _, revision in steps[:-1])]
        async with server.talking(BO) as again:
            await again.follow(pair, 240)
            await ann.say(pair, "last")
            await again.until(lambda one: one.revision(pair) == 253)
            assert again.heard(pair) == [*map(str, range(241, 253)), "last"]


async def test_one_sees_the_other_read_and_type_and_ones_list_move(server: Server, pair: str) -> None:
    async with server.talking(ANN) as ann, server.talking(BO) as bo:
        for talker in (ann, bo):
            await talker.follow(pair)
        await ann.until(lambda one: one.of("list"))
        assert ann.of("list")[0]["unread"] == {"chats": 1, "greetings": 0}
        assert [(place["last_seq"], place["read_seq"]) for place in ann.of("list")[0]["items"]] == [(2, 1)]
        await ann.do("read", conversation_id=pair, seq=2)
        await ann.until(lambda one: one.of("list")[-1]["unread"] == {"chats": 0, "greetings": 0})
        await bo.until(lambda one: one.of("read", person_id=ANN))
        assert bo.of("read", person_id=ANN)[-1]["read_seq"] == 2
        for _ in range(5):
            await ann.send(type="typing", conversation_id=pair)
        await bo.until(lambda one: one.of("typing"))
        await ann.say(pair, "Done")
        await bo.until(lambda one: "Done" in one.heard(pair))
        assert bo.of("typing") == [{"type": "typing", "conversation_id": pair, "person_id": str(ANN)}]
        assert ann.of("typing") == []


async def test_of_what_goes_on_those_who_look_hear_how_far_it_has_come(server: Server, pair: str) -> None:
    ref = ids.new()
    async with server.talking(ANN) as ann, server.talking(BO) as bo, server.talking(CHEN) as chen:
        for talker in (ann, bo):
            await talker.follow(pair)
        for step in range(1, 31):
            async with server.db.transaction() as tx:
                await chat.show_progress(tx, chat.ConversationId(UUID(pair)), ref, step)
        for talker in (ann, bo):
            await talker.until(lambda one: [event for event in one.of("progress", ref=ref) if event["step"] == 30])
            heard = [event["step"] for event in talker.of("progress", ref=ref)]
            assert heard == sorted(set(heard))
        assert chen.of("progress") == []


async def test_a_stranger_who_has_no_answer_sees_nothing_of_the_other(server: Server) -> None:
    pair = await server.pair(CHEN, BO)
    await server.say(CHEN, pair, "Hello")
    async with server.talking(CHEN) as chen, server.talking(BO) as bo:
        for talker in (chen, bo):
            await talker.follow(pair)
        await bo.send(type="typing", conversation_id=pair)
        await bo.do("read", conversation_id=pair, seq=1)
        await bo.until(lambda one: one.of("read", person_id=BO))
        await server.say(BO, pair, "Who are you?")
        await chen.until(lambda one: one.heard(pair))
        assert (chen.of("read", person_id=BO), chen.of("typing")) == ([], [])


async def test_across_a_block_nothing_is_seen_any_more(server: Server, pair: str) -> None:
    async with server.talking(ANN) as ann, server.talking(BO) as bo:
        for talker in (ann, bo):
            await talker.follow(pair)
        await server.ask(BO, "PUT", f"/me/blocks/{ANN}")
        await ann.send(type="typing", conversation_id=pair)
        await ann.do("read", conversation_id=pair, seq=2)
        await ann.until(lambda one: one.of("read", person_id=ANN))
        assert (await ann.say(pair, "Why?"))["problem"]["code"] == "person_not_found"
        assert (bo.of("typing"), bo.of("read", person_id=ANN), bo.heard(pair)) == ([], [], [])


async def test_whoever_is_no_member_any_more_hears_not_a_word_more(server: Server, pair: str) -> None:
    async with server.talking(ANN) as ann, server.talking(BO) as bo:
        for talker in (ann, bo):
            await talker.follow(pair)
        async with server.db.transaction() as tx:
            await chat.forget_person(tx, BO, clock.now())
        await bo.until(lambda one: one.of("ended"))
        assert bo.of("ended") == [{"type": "ended", "conversation_id": pair}]
        assert bo.heard(pair) == []
        await ann.until(lambda one: one.revision(pair) == 3)
        assert (await bo.follow(pair))["problem"]["code"] == "conversation_not_found"


@pytest.mark.parametrize("path", ["/session", "/me/sessions"])
async def test_it_ends_at_once_when_its_session_does(server: Server, path: str) -> None:
    headers = await server.headers()
    async with talking(server.site, headers) as talker, httpx.AsyncClient(base_url=server.site) as client:
        (await client.delete(path, headers=headers)).raise_for_status()
        assert (await talker.end())["why"] == "signed_out"
        assert talker.code == 4401


async def test_who_may_open_one(server: Server) -> None:
    cookie = {"Cookie": "kith_session=" + (await server.headers())["Authorization"].removeprefix("Bearer ")}
    own = {"Origin": server.site}
    strange = {"Origin": "https://evil.example"}
    newcomer = await cast.bearer(server.db, CHEN, complete=False)
    for headers, code in (
        ({}, "sign_in_first"),
        ({"Authorization": "Bearer nothing"}, "sign_in_first"),
        (newcomer, "profile_incomplete"),
        (cookie | strange, "cross_site"),
        (cookie | own | {"Sec-Fetch-Site": "cross-site"}, "cross_site"),
    ):
        async with talking(server.site, headers) as talker:
            bye = await talker.end()
            assert (bye["type"], bye["why"], bye["problem"]["code"]) == ("bye", "refused", code)
    for headers in (cookie | own, cookie, await server.headers() | strange):
        async with talking(server.site, headers) as talker:
            assert talker.events[0]["type"] == "ready"
    async with talking(f"{server.site}/me/live?token=x", {}, ready=False) as talker:
        assert talker.code is None or talker.code > 1000
    await server.deserted()


async def test_what_is_no_command_is_refused_and_too_much_ends_it(server: Server, pair: str) -> None:
    async with server.talking() as talker:
        for text in ("", "x", "{}", '{"type": "bye"}', '{"type": "say", "n": 77}', b"\xff"):
            await talker.socket.send(text)
        await talker.until(lambda one: len(one.of("refused")) == 6)
        assert {event["problem"]["code"] for event in talker.of("refused")} == {"invalid_input"}
        assert (await talker.say(pair, " "))["problem"]["code"] == "nothing_said"
        missing = await talker.do("say", conversation_id=pair, message_id=ids.new(), picture_id="0" * 64)
        assert missing["problem"]["code"] == "picture_not_found"
        assert (await talker.do("say", conversation_id=pair))["problem"]["code"] == "invalid_input"
        await talker.socket.send("x" * 40_000)
        assert (await talker.end())["why"] == "too_large"
        assert talker.code == 1009
    async with server.talking() as talker:
        for _ in range(400):
            await talker.send(type="beat")
        assert (await talker.end())["why"] == "too_fast"


async def test_whoever_does_not_read_is_sent_away_and_blocks_nobody(
    fresh_url: str, tmp_path: Path, server: Server, pair: str
) -> None:
    live = replace(SLOW, waiting_bytes=500_000, commands_at_once=10_000, farewell_seconds=0.1)
    async with serving(fresh_url, tmp_path / "small", live) as small:
        narrow = sockets.socket()
        narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
        narrow.connect(("127.0.0.1", small.parts[Settings].port))
        headers, body = await small.headers(BO), "很" * 3_900
        async with small.talking(ANN) as ann, talking(small.site, headers, sock=narrow, max_queue=1) as slow:
            assert is_held(narrow)
            await slow.follow(pair)
            await ann.follow(pair)
            slow.reads.clear()
            said = 0
            while small.parts[Channels].count()[0] == 2:
                for number in range(20):
                    await ann.send(type="say", n=9_000 + number, conversation_id=pair, message_id=ids.new(), body=body)
                said += 20
                await ann.until(lambda one: len(one.heard(pair)) == said)  # noqa: B023 waited for at once
                assert said < 2_000
            await eventually(lambda: not is_held(narrow))
            slow.reads.set()
            await slow.until(lambda one: one.code is not None)
            after = slow.revision(pair)
            assert 2 <= after < said + 2
            async with small.talking(BO) as again:
                await again.follow(pair, after)
                await again.until(lambda one: one.revision(pair) == said + 2)
                assert len(slow.heard(pair)) + len(again.heard(pair)) == said


async def test_whoever_reads_late_hears_all_of_it_and_nobody_waits_for_them(server: Server, pair: str) -> None:
    narrow = sockets.socket()
    narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
    narrow.connect(("127.0.0.1", server.parts[Settings].port))
    headers, body = await server.headers(BO), "很" * 3_900
    async with server.talking(ANN) as ann, talking(server.site, headers, sock=narrow, max_queue=1) as late:
        await late.follow(pair)
        await ann.follow(pair)
        late.reads.clear()
        said = 0
        while not server.parts[Channels].courier.behind:
            said += 1
            await ann.say(pair, body)
        await ann.say(pair, "And read this")
        await ann.until(lambda one: len(one.heard(pair)) == said + 1)
        late.reads.set()
        await late.until(lambda one: one.heard(pair) == [*[body] * said, "And read this"])
        assert late.code is None


async def test_silence_is_filled_and_who_never_answers_has_gone(fresh_url: str, tmp_path: Path, server: Server) -> None:
    live = replace(SLOW, heartbeat_seconds=0.05, silence_seconds=2.0)
    async with (
        serving(fresh_url, tmp_path / "quick", live) as quick,
        quick.talking() as alive,
        quick.talking(BO) as dead,
    ):
        dead.beats = False
        assert (await dead.end())["why"] == "silent"
        await alive.until(lambda one: len(one.of("beat")) > 20)
        assert alive.code is None


async def test_the_oldest_of_too_many_is_sent_away(fresh_url: str, tmp_path: Path, server: Server) -> None:
    async with (
        serving(fresh_url, tmp_path / "few", replace(SLOW, clients=1, follows=1)) as few,
        few.talking() as oldest,
        few.talking() as other,
        few.talking(BO) as bo,
    ):
        assert (await oldest.end())["why"] == "displaced"
        one, two = await few.pair(), await few.pair(ANN, CHEN)
        await other.follow(one)
        assert (await other.follow(two))["problem"]["code"] == "too_many_followed"
        assert (await other.follow(one, 0))["type"] == "done"
        assert bo.code is None


async def test_whoever_goes_away_leaves_nothing(server: Server, pair: str) -> None:
    async with server.talking() as talker:
        await talker.follow(pair)
    await server.deserted()
    before = len(asyncio.all_tasks())
    for _ in range(10):
        async with server.talking(ANN) as ann, server.talking(BO) as bo:
            for talker in (ann, bo):
                await talker.send(type="follow", conversation_id=pair, after=0)
                await talker.send(type="say", conversation_id=pair, message_id=ids.new(), body="Gone again")
    await server.deserted()
    await eventually(lambda: len(asyncio.all_tasks()) <= before + 2)
    # As many as the pool has: all of them are to be had at once.
    async with AsyncExitStack() as stack, asyncio.timeout(SOON):
        for _ in range(6):
            await stack.enter_async_context(server.db.connection())


async def test_a_server_that_stops_says_where_to_go_on(fresh_url: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as after:
        async with serving(fresh_url, tmp_path) as server:
            async with server.db.transaction() as tx:
                for person in (ANN, BO):
                    await cast.enrol(tx, person, clock.now())
            pair = await server.pair()
            await server.say(ANN, pair, "Hello")
            talker = await after.enter_async_context(server.talking())
            await talker.follow(pair, 0)
            await talker.until(lambda one: one.heard(pair))
        assert await talker.end() == {"type": "bye", "why": "stopping", "resume": {pair: 1}, "problem": None}
        assert talker.code == 1012


async def test_what_is_said_at_one_server_is_heard_at_another(
    fresh_url: str, tmp_path: Path, server: Server, pair: str
) -> None:
    async with serving(fresh_url, tmp_path / "other") as other, server.talking(ANN) as ann, other.talking(BO) as bo:
        for talker in (ann, bo):
            await talker.follow(pair)
        for number in range(20):
            await (ann, bo)[number % 2].say(pair, str(number))
        for talker in (ann, bo):
            await talker.until(lambda one: len(one.heard(pair)) == 20)
            assert talker.heard(pair) == [str(number) for number in range(20)]
        server.db.on_commit = None
        await ann.say(pair, "a hint that is lost")
        await bo.until(lambda one: "a hint that is lost" in one.heard(pair))


async def test_the_same_over_a_stream(server: Server, pair: str) -> None:
    async def frames(
        headers: dict[str, str], query: str, wanted: Callable[[list[Any]], object]
    ) -> tuple[str, list[Any]]:
        events: list[Any] = []
        last = ""
        async with (
            httpx.AsyncClient(base_url=server.site, timeout=SOON) as client,
            client.stream("GET", f"/me/live/frames{query}", headers=headers) as answer,
        ):
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    last = line.removeprefix("id: ")
                elif line.startswith("data: "):
                    events += json.loads(line.removeprefix("data: "))
                    if wanted(events):
                        break
        return last, events

    def said(events: list[Any]) -> list[str]:
        return [item["body"] for event in events if event["type"] == "messages" for item in event["items"]]

    headers = await server.headers()
    last, events = await frames(headers, f"?follow={pair}:1", lambda events: said(events) == ["Bo"])
    assert (events[0]["type"], last) == ("ready", f"{pair}:2")
    await server.say(BO, pair, "Meanwhile")
    last, events = await frames(headers | {"Last-Event-ID": last}, "", said)
    assert (said(events), last) == (["Meanwhile"], f"{pair}:3")
    async with httpx.AsyncClient(base_url=server.site) as client:
        answer = await client.get("/me/live/frames?follow=nothing", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    await server.deserted()
