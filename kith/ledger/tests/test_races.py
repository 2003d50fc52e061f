"""Real commits from many writers at once: sums hold at every snapshot, and of two who want the same, one gets it."""

import asyncio
import random
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from kith import ledger
from kith.kit import ids
from kith.kit.sql import Database
from kith.ledger import NewAccount, Result, Transfer
from kith.ledger.tests.world import ASSET, LIABILITY, OTHER, PURSE, end, figures, move, number, open_world

WRITERS = 8
BATCHES = 12


async def test_sums_hold_at_every_snapshot_while_eight_write(db: Database, now: datetime) -> None:
    bank = number(1)
    purses = [number(100 + n) for n in range(6)]
    new = [NewAccount(bank, "bank", number(1), "none"), *[NewAccount(one, "purse", one, "debits") for one in purses]]
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, new, now)
        await ledger.post_transfers(
            tx, [Transfer(id=ids.new(now), debit=bank, credit=one, fen=300, reason="seed") for one in purses], now
        )
    writing = True
    answers: Counter[str] = Counter()

    async def write(seed: int) -> None:
        rng = random.Random(seed)
        holds: list[UUID] = []
        for round_number in range(BATCHES):
            at = now + timedelta(seconds=round_number)
            batch = [anything(rng, purses, holds, at) for _ in range(rng.choice([1, 5, 20]))]
            async with db.transaction() as tx:
                results = await ledger.post_transfers(tx, batch, at)
            if rng.random() < 0.3:
                async with db.transaction() as tx:
                    await ledger.expire_pending(tx, at, 50)
            made = zip(batch, results, strict=True)
            holds += [one.id for one, result in made if one.kind == "pending" and result is Result.CREATED]
            answers.update(result.value for result in results)

    async def watch() -> int:
        snapshots = 0
        while writing:
            async with db.transaction() as tx:
                found = (await ledger.balances(tx, [bank, *purses])).values()
                assert sum(one.debits_posted for one in found) == sum(one.credits_posted for one in found)
                assert sum(one.debits_pending for one in found) == sum(one.credits_pending for one in found)
                assert await ledger.audit(tx) == []
            snapshots += 1
        return snapshots

    watching = asyncio.create_task(watch())
    try:
        await asyncio.gather(*(write(seed) for seed in range(WRITERS)))
    finally:
        writing = False
    assert await watching > 3
    assert answers["created"] > 100
    assert {"exceeds_credits", "pending_transfer_already_posted"} <= answers.keys()
    async with db.transaction() as tx:
        assert all(one.free >= 0 for one in (await ledger.balances(tx, purses)).values())


def anything(rng: random.Random, purses: list[UUID], holds: list[UUID], at: datetime) -> Transfer:
    """A payment, a hold (some time out), or the end of an earlier hold."""
    roll = rng.random()
    if holds and roll < 0.4:
        kind = rng.choice(["post", "post", "void"])
        return Transfer(id=ids.new(at), kind=kind, pending_id=rng.choice(holds), reason="end")
    debit, credit = rng.sample(purses, 2)
    fen = rng.randint(1, 120)
    if roll < 0.7:
        return Transfer(id=ids.new(at), debit=debit, credit=credit, fen=fen, reason="pay")
    timeout = rng.choice([0, 2])
    return Transfer(id=ids.new(at), kind="pending", debit=debit, credit=credit, fen=fen, timeout=timeout, reason="hold")


async def test_one_id_sent_with_different_accounts_is_made_once(db: Database, now: datetime) -> None:
    accounts = [number(100 + n) for n in range(2 * WRITERS)]
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, [NewAccount(one, "any", one, "none") for one in accounts], now)

    async def send(n: int) -> Result:
        async with db.transaction() as tx:
            return (await ledger.post_transfers(tx, [move(1, debit=accounts[2 * n], credit=accounts[2 * n + 1])], now))[
                0
            ]

    answers = Counter(await asyncio.gather(*(send(n) for n in range(WRITERS))))
    assert answers == {Result.CREATED: 1, Result.EXISTS_WITH_DIFFERENT_DEBIT: WRITERS - 1}


async def test_many_post_and_void_one_hold_and_one_wins(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
        await ledger.transfer(tx, move(1, fen=50, kind="pending", timeout=60), now)

    async def finish(n: int) -> str:
        async with db.transaction() as tx:
            if n % 3 == 2:
                return f"expired {await ledger.expire_pending(tx, now + timedelta(seconds=60), 10)}"
            kind = "post" if n % 3 else "void"
            return (await ledger.post_transfers(tx, [end(10 + n, 1, kind=kind)], now))[0].value

    answers = Counter(await asyncio.gather(*(finish(n) for n in range(24))))
    assert answers["created"] + answers["expired 1"] == 1
    async with db.transaction() as tx:
        assert (await figures(tx))[OTHER][0] == 0
        assert await ledger.audit(tx) == []


async def test_two_spend_the_last_money_and_one_can(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
        await ledger.transfer(tx, move(1, fen=100, debit=ASSET, credit=PURSE), now)

    async def spend(n: int) -> Result:
        async with db.transaction() as tx:
            return (await ledger.post_transfers(tx, [move(10 + n, fen=60, debit=PURSE, credit=LIABILITY)], now))[0]

    answers = Counter(await asyncio.gather(*(spend(n) for n in range(WRITERS))))
    assert answers == {Result.CREATED: 1, Result.EXCEEDS_CREDITS: WRITERS - 1}


async def test_accounts_opened_at_once_are_opened_once(db: Database, now: datetime) -> None:
    new = [NewAccount(number(100 + n), "any", number(7), "none") for n in range(50)]

    async def open_all(order: int) -> list[str]:
        async with db.transaction() as tx:
            return [result.value for result in await ledger.open_accounts(tx, new[::order], now)]

    answers = await asyncio.gather(*(open_all(order) for order in [1, -1] * 4))
    assert Counter(result for results in answers for result in results) == {"created": 50, "exists": 350}
