"""People of a running installation who open envelopes over HTTP, and the envelopes that they open."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import LiteralString, NamedTuple

import psycopg

from bench._line import Line
from kith import chat, ledger, people
from kith.envelopes import envelope as envelopes
from kith.envelopes import money
from kith.envelopes.draw import draw
from kith.envelopes.envelope import Envelope, EnvelopeId
from kith.kit import clock, ids
from kith.kit.sql import Database, Query, Statement
from kith.main.child import ends_with_us
from kith.main.postgres import Embedded
from kith.main.stories.instance import environment
from tests.arena import newcomers

SHARES = 100
FEN = 10_000
LINES = 64
_AT_ONCE = 200
_GROUPS = 20

begin_groups = Statement(
    """
    INSERT INTO conversation (conversation_id, kind, last_seq, revision, last_at)
    SELECT group_id, 'group', 0, 0, %(now)s FROM unnest(%(group_ids)s::uuid[]) AS one (group_id)
    """
)
join_groups = Statement(
    """
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted)
    SELECT group_id, person_id, 'member', %(now)s, 0, 0, 0, false
    FROM unnest(%(group_ids)s::uuid[]) AS one (group_id), unnest(%(person_ids)s::uuid[]) AS guest (person_id)
    """
)
taken_since = Query(int, "SELECT count(*) FROM share WHERE claimed_at >= %(since)s")
batches_since = Query(int, "SELECT count(DISTINCT xmin::text) FROM share WHERE claimed_at >= %(since)s")


class Guest(NamedTuple):
    """Somebody who is signed in."""

    person_id: people.PersonId
    token: str


class Claimed(NamedTuple):
    """Claims a second, and how many there were."""

    rate: float
    claims: int


class Hall:
    """As many people as an envelope has shares, in some groups, and a server."""

    def __init__(self, db: Database, port: int, guests: Sequence[Guest], groups: Sequence[chat.ConversationId]) -> None:
        self.db = db
        self._port = port
        self._guests = guests
        self._groups = groups
        self._house = ledger.NewAccount(ids.new(), "house", ids.new(), "none")

    @property
    def people(self) -> list[people.PersonId]:
        """Who is there, in the order in which they claim."""
        return [one.person_id for one in self._guests]

    async def envelopes(self, count: int) -> list[EnvelopeId]:
        """So many that are open, each with a share for everybody."""
        made: list[EnvelopeId] = []
        while len(made) < count:
            made += await self._some(min(_AT_ONCE, count - len(made)))
        return made

    async def claim(self, path: str, wanted: Iterator[tuple[EnvelopeId, int]], seconds: float) -> Claimed:
        """Open what is wanted, by whom, one after another on each of some lines."""
        lines = [await Line("127.0.0.1", self._port).open() for _ in range(LINES)]
        began, claims = clock.stopwatch(), 0

        async def work(line: Line) -> None:
            nonlocal claims
            while clock.stopwatch() < began + seconds and (one := next(wanted, None)) is not None:
                envelope_id, guest = one
                await line.post_json(path.format(envelope_id), {}, self._guests[guest].token)
                claims += 1

        await asyncio.gather(*(work(line) for line in lines))
        taken = clock.stopwatch() - began
        await asyncio.gather(*(line.close() for line in lines))
        return Claimed(claims / taken, claims)

    async def _some(self, count: int) -> list[EnvelopeId]:
        now = clock.now()
        made = [EnvelopeId(ids.new()) for _ in range(count)]
        sender, ends_at = self._guests[0].person_id, now + timedelta(days=2)
        async with self.db.transaction() as tx:
            for place, envelope_id in enumerate(made):
                await draw(
                    tx,
                    Envelope(
                        envelope_id=envelope_id,
                        conversation_id=self._groups[place % len(self._groups)],
                        sender_id=sender,
                        device_id=None,
                        kind="lucky",
                        fen=FEN,
                        count=SHARES,
                        to_id=None,
                        evened=False,
                        greeting="Happy new year",
                        cover="classic",
                        password_hash=None,
                        cell=None,
                        commitment=b"",
                        charge_id=envelopes.charge_id_of(envelope_id),
                        source_id=None,
                        sent_at=now,
                    ),
                )
                envelopes.wait.send(tx, envelope_id=envelope_id, pay_by=ends_at)
                envelopes.open_up.send(tx, envelope_id=envelope_id, opens_at=now, ends_at=ends_at, held=False)
            accounts = [self._house, *(money.account_of(one) for one in made)]
            await ledger.want_accounts(tx, accounts, now)
            paid = [
                ledger.Transfer(
                    id=ids.derived(one, "envelope-deposit"),
                    debit=self._house.account_id,
                    credit=money.envelope_account(one),
                    fen=FEN,
                    reason="envelope-deposit",
                )
                for one in made
            ]
            await ledger.transfer_all(tx, paid, now)
        return made


def spread(some: Sequence[EnvelopeId]) -> Iterator[tuple[EnvelopeId, int]]:
    """A share of each envelope in turn, and again, until all are empty; neighbours are other people."""
    for turn in range(SHARES):
        for place, one in enumerate(some):
            yield one, (turn + place) % SHARES


def hot(some: Sequence[EnvelopeId]) -> Iterator[tuple[EnvelopeId, int]]:
    """All of one envelope, then all of the next."""
    for one in some:
        for guest in range(SHARES):
            yield one, guest


@asynccontextmanager
async def opened(home: Path, redis: int | None) -> AsyncGenerator[Hall]:
    """A server over a database of its own, and people who are signed in at it."""
    environ = environment(home)
    database = Embedded(home)
    await asyncio.to_thread(database.start)
    environ |= {"KITH_DATABASE_URL": database.url()} | ({"BENCH_REDIS": str(redis)} if redis else {})
    # A file, since the server waits for whoever reads its log.
    told = home / "server.log"
    with told.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bench._envelope_server",
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=ends_with_us(signal.SIGKILL),
        )
    try:
        while "\nready " not in "\n" + told.read_text():
            assert process.returncode is None, told.read_text()[-3000:]
            await asyncio.sleep(0.05)
        async with Database(database.url(), size=2) as db:
            yield await _hall(db, int(environ["KITH_PORT"]))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await asyncio.to_thread(database.stop)


async def _hall(db: Database, port: int) -> Hall:
    now = clock.now()
    persons = await newcomers(db, SHARES, now)
    groups = [chat.ConversationId(ids.new()) for _ in range(_GROUPS)]
    async with db.transaction() as tx:
        guests = [Guest(one, (await people.open_session(tx, one, "bench", True, now))[0]) for one in persons]
        await begin_groups.run(tx, group_ids=groups, now=now)
        await join_groups.run(tx, group_ids=groups, person_ids=persons, now=now)
    return Hall(db, port, guests, groups)


# What a share that was taken leaves behind for good, and its envelope with every hundredth of them.
PAST: dict[LiteralString, LiteralString] = {
    "envelope": """
        SELECT md5('envelope' || n)::uuid, md5('group' || n % 50000)::uuid, md5('person' || n)::uuid, NULL::uuid,
            'lucky', 10000, 100, NULL::uuid, false, '', 'classic', NULL::bytea, NULL::bigint, sha256(n::text::bytea),
            md5('charge' || n)::uuid, NULL::uuid, %(at)s::timestamptz - n * interval '1 second'
        FROM generate_series(%(from)s / 100, %(to)s / 100 - 1) AS n
    """,
    "envelope_state": """
        SELECT md5('envelope' || n)::uuid, 'emptied', 100, 10000, %(at)s::timestamptz, %(at)s::timestamptz, false,
            NULL::timestamptz, %(at)s::timestamptz
        FROM generate_series(%(from)s / 100, %(to)s / 100 - 1) AS n
    """,
    "envelope_secret": """
        SELECT md5('envelope' || n)::uuid, sha256(n::text::bytea), array_fill(100, ARRAY[100]), 1
        FROM generate_series(%(from)s / 100, %(to)s / 100 - 1) AS n
    """,
    "share": """
        SELECT md5('envelope' || n / 100)::uuid, md5('person' || n % 1000003)::uuid, n % 100, 100,
            md5('device' || n % 1000003)::uuid, %(at)s::timestamptz - n * interval '10 milliseconds'
        FROM generate_series(%(from)s, %(to)s - 1) AS n
    """,
    "envelope_of": """
        SELECT md5('person' || n % 1000003)::uuid, 'received',
            %(at)s::timestamptz - n * interval '10 milliseconds', md5('envelope' || n / 100)::uuid, 100
        FROM generate_series(%(from)s, %(to)s - 1) AS n
    """,
    "account": """
        SELECT md5('account' || n)::uuid, 'envelope', md5('envelope' || n)::uuid, 'debits', 0, 10000, 0, 10000,
            %(at)s::timestamptz, NULL::timestamptz
        FROM generate_series(%(from)s / 100, %(to)s / 100 - 1) AS n
    """,
    "transfer": """
        SELECT md5('transfer' || n)::uuid, 'posted', md5('account' || n / 100)::uuid,
            md5('wallet' || n % 1000003)::uuid, 100, NULL::uuid, 0, 'envelope-claim',
            %(at)s::timestamptz - n * interval '10 milliseconds'
        FROM generate_series(%(from)s, %(to)s - 1) AS n
    """,
    "entry": """
        SELECT leg.account_id, %(at)s::timestamptz - n * interval '10 milliseconds', md5('transfer' || n)::uuid,
            leg.side, 0, 100
        FROM generate_series(%(from)s, %(to)s - 1) AS n,
            LATERAL (VALUES (md5('account' || n / 100)::uuid, 'debit'), (md5('wallet' || n % 1000003)::uuid, 'credit'))
                AS leg (account_id, side)
    """,
}


async def fill(url: str, begin: int, end: int) -> None:
    """Let shares from one number to another be long taken; without what holds rows together, which costs only time."""
    at = clock.now() - timedelta(days=30)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute("SET synchronous_commit = off")
        for table, rows in PAST.items():
            await connection.execute(f"INSERT INTO {table} {rows}", {"from": begin, "to": end, "at": at})
            await connection.execute(f"VACUUM ANALYZE {table}")
