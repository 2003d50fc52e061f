"""Many open one envelope at two servers while servers and the database are killed: each share is taken once, everybody
gets one answer, and it stays true. And the end of an envelope against its last share, again and again."""

from __future__ import annotations

import asyncio
import itertools
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg

from kith import envelopes, people
from kith.envelopes.tests.party import Party
from kith.envelopes.tests.test_life import race
from kith.kit import clock
from kith.kit.sql import Database, Query, Statement
from tests.arena import newcomers
from tests.faults.processes import Name, Processes, insist, running

TARGETS: tuple[Name, ...] = ("server", "database", "other")
_AT_ONCE = 40
"""People who ask at the same time."""

Answer = tuple[int, int] | str
"""Place and fen of a share, or the code of a refusal."""


class Size(NamedTuple):
    """Guests, shares, how many are killed meanwhile, and how often the end races with the last share."""

    guests: int
    shares: int
    kills: int
    races: int


SHORT = Size(60, 20, 2, 10)
LONG = Size(500, 100, 12, 1_000)

begin_group = Statement(
    """
    INSERT INTO conversation (conversation_id, kind, last_seq, revision, last_at)
    VALUES (%(group_id)s, 'group', 0, 0, %(now)s)
    """
)
join_group = Statement(
    """
    INSERT INTO member (conversation_id, person_id, role, joined_at, joined_seq, read_seq, written, muted)
    SELECT %(group_id)s, person_id, 'member', %(now)s, 0, 0, 0, false
    FROM unnest(%(person_ids)s::uuid[]) AS guest (person_id)
    """
)
taken = Query(int, "SELECT count(*) FROM share WHERE envelope_id = %(envelope_id)s")
in_wallets = Query(
    int, "SELECT coalesce(sum(credits_posted - debits_posted), 0)::bigint FROM account WHERE role = 'wallet'"
)


async def test_killed_while_an_envelope_is_opened(tmp_path: Path, *, thorough: bool, seed: int) -> None:
    size, chance = LONG if thorough else SHORT, random.Random(seed)
    async with (
        running(tmp_path, names=("server", "other")) as processes,
        Database(processes.url, size=2) as db,
    ):
        envelope_id, tokens = await _sent(db, size)
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            gate = asyncio.Semaphore(_AT_ONCE)

            async def open_it(token: str) -> Answer:
                async with gate:
                    return await _answer(client, processes, envelope_id, token, chance)

            chance.shuffle(tokens)
            going = asyncio.gather(*(open_it(token) for token in tokens))
            for target in itertools.islice(itertools.cycle(TARGETS), size.kills):
                await asyncio.sleep(chance.uniform(0.05, 0.3))
                await processes.kill(target)
            answers = await going
            again = await asyncio.gather(*(open_it(token) for token in tokens))
        shares = [answer for answer in answers if isinstance(answer, tuple)]
        assert sorted(place for place, _ in shares) == list(range(size.shares))
        assert sum(fen for _, fen in shares) == 100 * size.shares
        assert {answer for answer in answers if isinstance(answer, str)} == {"all_taken"}
        assert again == answers
        print(f"\nseed {seed}: {size.guests} guests, {size.shares} shares, deaths {processes.deaths}")

        async def prove() -> None:
            async with db.transaction() as tx:
                assert await taken.one(tx, envelope_id=envelope_id) == size.shares
                assert await in_wallets.one(tx) == 100 * size.shares
            assert await envelopes.audit(db, envelopes.Policy(), clock.now()) == []

        await insist(prove, psycopg.OperationalError)


async def test_the_end_against_the_last_share(db: Database, now: datetime, *, thorough: bool) -> None:
    await race(db, now, times=(LONG if thorough else SHORT).races)


async def _answer(
    client: httpx.AsyncClient,
    processes: Processes,
    envelope_id: envelopes.EnvelopeId,
    token: str,
    chance: random.Random,
) -> Answer:
    """Ask either server, until there is an answer."""

    async def ask() -> Answer:
        site = chance.choice(processes.sites)
        headers = {"Authorization": f"Bearer {token}"}
        said = await client.post(f"{site}/envelopes/{envelope_id}/claims", json={}, headers=headers)
        if said.status_code == 503:
            raise httpx.TransportError("try again")
        told = said.json()
        return (told["place"], told["fen"]) if said.is_success else str(told["code"])

    return await insist(ask, httpx.TransportError)


async def _sent(db: Database, size: Size) -> tuple[envelopes.EnvelopeId, list[str]]:
    """An envelope that is open, and guests who are signed in."""
    now = clock.now()
    party = Party(now - timedelta(minutes=1))  # Its time runs ahead with each deed, and must not pass the servers'.
    persons = await newcomers(db, size.guests, now)
    async with db.transaction() as tx:
        tokens = [(await people.open_session(tx, one, "test", True, now))[0] for one in persons]
        await begin_group.run(tx, group_id=party.group, now=now)
        await join_group.run(tx, group_id=party.group, person_ids=persons, now=now)
        new = party.new(fen=100 * size.shares, count=size.shares)
        sent = await party.send(tx, new, persons[0])
    await party.pay(db, sent, persons[0])
    return sent.envelope_id, tokens
