"""Live talk at two servers while servers, the database and connections are killed at random: whoever resumes has heard
every message that was acknowledged, once and in order, and what is unread is what was not read."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from kith import chat, people
from kith.chat.view_unread import view_unread
from kith.kit import clock, ids
from kith.kit.sql import Database
from tests import cast
from tests.cast import CAST
from tests.faults.processes import Name, Processes, insist, running

POLICY = "[live]\nclients = 100\nheartbeat_seconds = 2.0\n[chat]\nmessages_a_minute = 1000000\ngroups_joined = 10\n"
TARGETS: tuple[Name, ...] = ("server", "other", "database")
PATIENCE = 240.0

Heard = dict[str, list[tuple[int, str]]]


class Size(NamedTuple):
    """Clients of each person, messages that each person says, and how many are killed while they do."""

    clients: int
    messages: int
    kills: int


SHORT = Size(2, 12, 3)
LONG = Size(20, 150, 30)


class Client:
    """One phone: it connects again wherever it can, goes on where it was, and says each thing until it is answered."""

    def __init__(self, sites: tuple[str, str], token: str, where: list[str], chance: random.Random) -> None:
        self.heard: Heard = {name: [] for name in where}
        self.revisions: dict[str, int] = dict.fromkeys(where, 0)
        self.acknowledged: dict[str, tuple[str, int]] = {}
        self.wrong: list[str] = []
        self.connected = 0
        self._sites = sites
        self._headers = {"Authorization": f"Bearer {token}"}
        self._chance = chance
        self._socket: ClientConnection | None = None
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self._news = asyncio.Condition()

    async def live(self) -> None:
        """Be there until cancelled."""
        while True:
            url = f"{self._chance.choice(self._sites).replace('http', 'ws', 1)}/me/live"
            with suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                async with connect(url, additional_headers=self._headers, proxy=None, open_timeout=10) as socket:
                    self.connected += 1
                    for name, after in self.revisions.items():
                        await socket.send(json.dumps({"type": "follow", "conversation_id": name, "after": after}))
                    self._socket = socket
                    async for text in socket:
                        for event in json.loads(text):
                            await self._take(socket, event)
            self._socket = None
            for answer in self._answers.values():
                answer.cancel()
            self._answers.clear()
            await asyncio.sleep(self._chance.uniform(0.02, 0.2))

    async def say(self, where: str, body: str) -> None:
        """Say it until it is acknowledged."""
        name = str(ids.new())
        while name not in self.acknowledged:
            number, socket = next(self._numbers), self._socket
            if socket is not None:
                answer = self._answers[number] = asyncio.get_running_loop().create_future()
                said = {"type": "say", "n": number, "conversation_id": where, "message_id": name, "body": body}
                with suppress(ConnectionClosed, asyncio.CancelledError):
                    await socket.send(json.dumps(said))
                    event = await answer
                    if event["type"] == "done":
                        self.acknowledged[name] = where, event["message"]["seq"]
                        return
                    if event["problem"]["status"] != 503:
                        self.wrong.append(f"refused: {event}")
                        return
            await asyncio.sleep(0.05)

    async def until(self, rows: Heard) -> None:
        """Wait until the last of these has been heard."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: all(heard[-1:] == rows[name][-1:] for name, heard in self.heard.items()))

    def hang_up(self) -> None:
        """The line breaks."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _take(self, socket: ClientConnection, event: dict[str, Any]) -> None:
        match event["type"]:
            case "messages":
                await self._hear(event)
            case "done" | "refused" if event["n"] in self._answers:
                answer = self._answers.pop(event["n"])
                if not answer.done():
                    answer.set_result(event)
            case "refused" if event["n"] == 0:
                # The database was away when it wanted to follow: it comes again.
                socket.transport.abort()
            case "beat":
                await socket.send('{"type":"beat"}')
            case _:
                pass

    async def _hear(self, event: dict[str, Any]) -> None:
        name, known = event["conversation_id"], self.revisions[event["conversation_id"]]
        if event["after"] != known:
            self.wrong.append(f"after {event['after']}, but {known} was known")
        for item in event["items"]:
            if item["revision"] <= known:
                self.wrong.append(f"revision {item['revision']} twice")
            self.heard[name].append((item["seq"], item["message_id"]))
        self.revisions[name] = event["revision"]
        async with self._news:
            self._news.notify_all()


class Talk:
    """Ten people in one group, two of whom always talk alone as well."""

    def __init__(self, db: Database, processes: Processes, size: Size, chance: random.Random) -> None:
        self.clients: dict[people.PersonId, list[Client]] = {}
        self._db = db
        self._processes = processes
        self._size = size
        self._chance = chance
        self._group = ""

    async def begin(self) -> None:
        """Bring everybody in."""
        now, policy = clock.now(), chat.Policy()
        group_id = chat.ConversationId(ids.new())
        self._group = str(group_id)
        where: dict[people.PersonId, list[str]] = {}
        async with self._db.transaction() as tx:
            for person in CAST:
                await cast.enrol(tx, person, now)
            await chat.create_group(
                tx, policy, CAST[0], chat.NewGroup(group_id=group_id, name="All", joining="open"), now
            )
            for person in CAST[1:]:
                await chat.join_group(tx, policy, group_id, person, "", now=now)
            for one, other in zip(CAST[::2], CAST[1::2], strict=True):
                pair = await chat.open_pair(tx, one, other, now)
                await chat.open_pair(tx, other, one, now)
                await cast.befriend(tx, one, other, now)
                where |= {one: [str(group_id), str(pair)], other: [str(group_id), str(pair)]}
        for person in CAST:
            async with self._db.transaction() as tx:
                tokens = [await cast.token(tx, person, now) for _ in range(self._size.clients)]
            self.clients[person] = [
                Client(self._processes.sites, token, where[person], random.Random(f"{self._chance.random()}"))
                for token in tokens
            ]

    @property
    def all(self) -> list[Client]:
        return [client for clients in self.clients.values() for client in clients]

    async def go_on(self) -> None:
        """Everybody says everything, while somebody kills."""
        told = asyncio.gather(*(self._speak(clients) for clients in self.clients.values()))
        for target in itertools.islice(itertools.cycle(TARGETS), self._size.kills):
            await asyncio.sleep(self._chance.uniform(0.2, 1.5))
            for client in self._chance.sample(self.all, len(self.all) // 4):
                client.hang_up()
            await self._processes.kill(target)
        await told
        await self._processes.up()

    async def _speak(self, clients: list[Client]) -> None:
        for number in range(self._size.messages):
            client = self._chance.choice(clients)
            where = self._chance.choice(list(client.revisions))
            await client.say(where, str(number))

    async def prove(self) -> None:
        """Hold what everybody heard to the rows."""
        rows = await insist(self._rows, psycopg.OperationalError)
        for place, client in enumerate(self.all):
            await client.until(rows)
            assert client.wrong == []
            for name, heard in client.heard.items():
                # They joined one after another; of what was said in the group before, nothing is heard.
                first = 1 + place // self._size.clients if name == self._group else 1
                assert heard == [row for row in rows[name] if row[0] >= first]
            for message_id, (name, seq) in client.acknowledged.items():
                assert (seq, message_id) in rows[name]
        said = sum(len(client.acknowledged) for client in self.all)
        assert said == len(CAST) * self._size.messages
        await insist(self._unread, psycopg.OperationalError)

    async def _rows(self) -> Heard:
        async with self._db.connection() as connection:
            found = await connection.execute(
                "SELECT conversation_id::text, seq, message_id::text FROM message ORDER BY conversation_id, seq"
            )
            rows: Heard = {name: [] for client in self.all for name in client.heard}
            for name, seq, message_id in await found.fetchall():
                assert seq == len(rows[name]) + 1
                rows[name].append((seq, message_id))
        return rows

    async def _unread(self) -> None:
        async with self._db.transaction() as tx:
            for person in CAST:
                found = await tx.execute(
                    "SELECT count(*) FROM message JOIN member USING (conversation_id)"
                    " WHERE person_id = %s AND seq > read_seq",
                    [person],
                )
                counted = await found.fetchone()
                assert counted is not None
                assert (await view_unread(tx, person)).chats == counted[0]


async def test_killed_while_people_talk(tmp_path: Path, *, thorough: bool, seed: int) -> None:
    size, chance = LONG if thorough else SHORT, random.Random(seed)
    async with (
        running(tmp_path, policy=POLICY, names=("server", "other")) as processes,
        Database(processes.url, size=2) as db,
    ):
        talk = Talk(db, processes, size, chance)
        await talk.begin()
        lives = [asyncio.create_task(client.live()) for client in talk.all]
        try:
            await talk.go_on()
            await talk.prove()
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)
        connected = sum(client.connected for client in talk.all)
        print(f"\nseed {seed}: {len(talk.all)} clients connected {connected} times, deaths {processes.deaths}")
        assert connected > len(talk.all)
