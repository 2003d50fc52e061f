"""People of a running installation who talk over HTTP or listen live, and the raw limit of that."""

import asyncio
import itertools
import json
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter, deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import NamedTuple

from bench._line import Line
from bench._listeners import BODY, WARM_SECONDS, Count, Crowd, Go, Heard, Member
from bench._writer import CHANNEL
from kith import chat, people
from kith.chat import message as messages
from kith.chat.message import MessageId, Row
from kith.kit import clock, ids
from kith.kit.sql import Database, Query
from tests.arena import newcomers

_LINES = 32
_OVERLAP = 3
"""Batches of the raw limit that may be under way: one is inserted while those before are written."""

notify = Query(str, "SELECT pg_notify(%(channel)s, %(said)s)::text")


class Voice(NamedTuple):
    """Somebody who is signed in, and a conversation."""

    token: str
    where: str


@dataclass(frozen=True)
class Hall:
    """Who talks where: in pairs of friends, and all in one group."""

    pairs: list[Voice]
    group: list[Voice]


async def opened(db: Database, members: int, pairs: int) -> Hall:
    """So many members of one group; among them so many pairs."""
    now = clock.now()
    persons = await newcomers(db, max(members, pairs * 2), now)
    policy, group_id = chat.Policy(), chat.ConversationId(ids.new())
    async with db.transaction() as tx:
        tokens = [(await people.open_session(tx, one, "bench", True, now))[0] for one in persons]
        new = chat.NewGroup(group_id=group_id, name="All", joining="open")
        await chat.create_group(tx, policy, persons[0], new, now)
        for one in persons[1:members]:
            await chat.join_group(tx, policy, group_id, one, "", now=now)
    found: list[Voice] = []
    for number in range(0, pairs * 2, 2):
        async with db.transaction() as tx:
            one, other = persons[number], persons[number + 1]
            for first, second in ((one, other), (other, one)):
                pair = await chat.open_pair(tx, first, second, now)
        found += (Voice(tokens[number], str(pair)), Voice(tokens[number + 1], str(pair)))
    return Hall(found, [Voice(token, str(group_id)) for token in tokens[:members]])


async def said_over_http(voices: Sequence[Voice], ports: Sequence[int], seconds: float) -> float:
    """Messages a second, one after another on each of some lines to each server."""
    lines = [await Line("127.0.0.1", port).open() for port in ports for _ in range(_LINES)]
    turns = itertools.cycle(voices)
    began = clock.stopwatch()
    said = 0

    async def work(line: Line) -> None:
        nonlocal said
        while clock.stopwatch() < began + seconds:
            voice = next(turns)
            new = {"message_id": str(ids.new()), "body": "." * BODY}
            await line.post_json(f"/conversations/{voice.where}/messages", new, voice.token)
            said += 1

    await asyncio.gather(*(work(line) for line in lines))
    taken = clock.stopwatch() - began
    await asyncio.gather(*(line.close() for line in lines))
    return said / taken


class Listeners:
    """Crowds of listeners, each in a process of its own."""

    def __init__(self, processes: Sequence[Process]) -> None:
        self._processes = processes

    @classmethod
    @asynccontextmanager
    async def at(cls, crowds: Sequence[Crowd]) -> AsyncGenerator["Listeners"]:
        """When all of them follow."""
        processes = [await _started("bench._listeners") for _ in crowds]
        try:
            for process, crowd in zip(processes, crowds, strict=True):
                _tell(process, crowd._asdict())
            for process in processes:
                assert await _answer(process) == b"ready\n"
            yield cls(processes)
        finally:
            await _ended(processes)

    async def go(self, go: Go) -> Heard:
        """What all of them heard; the pace is shared."""
        pace = go.pace / len(self._processes) if go.pace else None
        for process in self._processes:
            _tell(process, go._replace(pace=pace)._asdict())
        found = [Heard(**json.loads(await _answer(process))) for process in self._processes]
        took = Counter[str]()
        for one in found:
            took.update(one.took)
        return Heard(
            deliveries=sum(one.deliveries for one in found),
            frames=sum(one.frames for one in found),
            bytes=sum(one.bytes for one in found),
            said=sum(one.said for one in found),
            took=dict(took),
            wrong=sum(one.wrong for one in found),
        )


class Witness(Member):
    """One more listener, who can be waited for."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__(Count(), crowd, 0)
        self._heard = asyncio.Event()

    @classmethod
    async def at(cls, port: int) -> "Witness":
        """One who listens at this port."""
        crowd = Crowd(port, ["-"], "-", 0)
        _, one = await asyncio.get_running_loop().create_connection(lambda: cls(crowd), "127.0.0.1", port)
        await one.follows
        return one

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._heard.set()

    async def reached(self, revision: int) -> None:
        """Return when it has heard so much."""
        while self.revision < revision:
            self._heard.clear()
            await self._heard.wait()


class Raw:
    """The raw limit: rows, notifications and frames, and nothing else."""

    def __init__(self, db: Database, listeners: Listeners, witnesses: list[Witness]) -> None:
        self._db = db
        self._sender_id = people.PersonId(ids.new())
        self._listeners = listeners
        self._witnesses = witnesses
        self._conversation_id = chat.ConversationId(ids.new())
        self._last = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, db: Database, members: int) -> AsyncGenerator["Raw"]:
        """Two writers, with half of the listeners each, and one more who tells how far they are."""
        ports = [_free_port(), _free_port()]
        writers = [await _started("bench._writer", str(port), db.url) for port in ports]
        try:
            for writer in writers:
                assert await _answer(writer) == b"ready\n"
            crowds = [Crowd(port, ["-"] * (members // 2), "-", 0) for port in ports]
            witnesses = [await Witness.at(port) for port in ports]
            async with Listeners.at(crowds) as listeners:
                yield cls(db, listeners, witnesses)
            for witness in witnesses:
                witness.close()
        finally:
            await _ended(writers)

    async def go(self, seconds: float, *, batch: float, size: int) -> Heard:
        """What all of them heard when so many messages went at once, in frames of so many bytes."""
        writing = asyncio.create_task(self._write(clock.stopwatch() + WARM_SECONDS + seconds + 0.1, batch, size))
        heard = await self._listeners.go(Go(seconds, None, quiet=True))
        await writing
        return heard

    async def _write(self, until: float, batch: float, size: int) -> None:
        owed = 0.0
        written = deque([self._last] * _OVERLAP, maxlen=_OVERLAP)
        while clock.stopwatch() < until:
            owed += batch
            count, now = max(int(owed), 1), clock.now()
            owed -= count
            rows = [
                Row(
                    self._conversation_id,
                    seq,
                    seq,
                    MessageId(ids.new()),
                    self._sender_id,
                    "text",
                    "." * BODY,
                    None,
                    now,
                )
                for seq in range(self._last + 1, self._last + count + 1)
            ]
            async with self._db.transaction() as tx:
                messages.insert.send(tx, **messages.columns(rows))
                await notify.one(tx, channel=CHANNEL, said=f"{self._last} {self._last + count} {size}")
            self._last += count
            for witness in self._witnesses:
                await witness.reached(written[0])
            written.append(self._last)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _started(module: str, *words: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *words, stdin=PIPE, stdout=PIPE, limit=1 << 24
    )


def _tell(process: Process, order: object) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")


async def _answer(process: Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()


async def _ended(processes: Sequence[Process]) -> None:
    for process in processes:
        if process.returncode is None:
            process.kill()
        await process.wait()
