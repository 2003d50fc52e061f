"""Plain batches are written before they are decided; whatever stands against one, the answers are those of singles."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from kith import ledger
from kith.kit import ids
from kith.kit.sql import Database, Tx
from kith.ledger import NewAccount, Result, Transfer
from kith.ledger import account as accounts
from kith.ledger import batch as batches
from kith.ledger.tests.world import (
    ACCOUNTS,
    ASSET,
    CLAIM,
    LOCKED,
    NEVER,
    OTHER,
    PURSE,
    SHUT,
    figures,
    move,
    number,
    open_world,
)

SIZE = 12
WRITERS = 8
MOST = (1 << 63) - 1


def many(first: int, **changed: object) -> list[Transfer]:
    """A plain batch: payments and holds in turn, from OTHER to LIABILITY."""
    kinds = ("posted", "pending")
    return [move(first + n, kind=kinds[n % 2], timeout=60 * (n % 2), **changed) for n in range(SIZE)]


def but(*places: tuple[int, Transfer]) -> list[Transfer]:
    """A plain batch with other transfers in these places."""
    batch = many(100)
    for place, asked in places:
        batch[place] = asked
    return batch


GET = move(51, debit=ASSET, credit=PURSE)
CHAIN = [replace(asked, linked=n < SIZE - 1) for n, asked in enumerate(many(100))]

# What is sent, whether it is plain, and how its transfers are answered, those that are not `created`.
# Before it, number 1 moved 10 and number 2 held 10 from OTHER to LIABILITY, and PURSE got 100.
SENT: list[tuple[str, list[Transfer], bool, dict[int, Result]]] = [
    ("as it is", but(), True, {}),
    ("within a limit", but((3, move(50, fen=60, debit=PURSE)), (7, move(51, fen=40, debit=PURSE))), True, {}),
    ("a chain", CHAIN, True, {}),
    ("what is brought is spent", but((3, GET), (7, move(50, fen=110, debit=PURSE))), True, {}),
    ("brought too late", but((3, move(50, fen=110, debit=PURSE)), (7, GET)), True, {3: Result.EXCEEDS_CREDITS}),
    ("held beyond", but((3, move(50, 101, debit=PURSE, kind="pending"))), True, {3: Result.EXCEEDS_CREDITS}),
    ("the other limit", but((3, move(50, credit=CLAIM))), True, {3: Result.EXCEEDS_DEBITS}),
    ("made before", but((3, move(1))), True, {3: Result.EXISTS}),
    ("held before", but((3, move(2, kind="pending", timeout=9))), True, {3: Result.EXISTS}),
    ("made before, for more", but((3, move(1, fen=11))), True, {3: Result.EXISTS_WITH_DIFFERENT_FEN}),
    ("made before, as another kind", but((3, move(2))), True, {3: Result.EXISTS_WITH_DIFFERENT_KIND}),
    ("made before, closed since", but((3, move(1, credit=SHUT))), True, {3: Result.EXISTS_WITH_DIFFERENT_CREDIT}),
    ("twice in the batch", but((3, move(50)), (7, move(50))), False, {7: Result.EXISTS}),
    ("twice, differently", but((3, move(50)), (7, move(50, fen=1))), False, {7: Result.EXISTS_WITH_DIFFERENT_FEN}),
    ("nobody's money", but((3, move(50, debit=NEVER))), True, {3: Result.DEBIT_ACCOUNT_NOT_FOUND}),
    ("to nobody", but((3, move(50, credit=NEVER))), True, {3: Result.CREDIT_ACCOUNT_NOT_FOUND}),
    ("from a closed account", but((3, move(50, debit=SHUT))), True, {3: Result.DEBIT_ACCOUNT_ALREADY_CLOSED}),
    ("between closed accounts", but((3, move(50, debit=SHUT, credit=LOCKED))), True,
     {3: Result.DEBIT_ACCOUNT_ALREADY_CLOSED}),
    ("a broken chain", [replace(asked, debit=SHUT) if n == 3 else asked for n, asked in enumerate(CHAIN)], True,
     dict.fromkeys(range(SIZE), Result.LINKED_EVENT_FAILED) | {3: Result.DEBIT_ACCOUNT_ALREADY_CLOSED}),
    ("an open chain", but((SIZE - 1, move(50, linked=True))), False, {SIZE - 1: Result.LINKED_EVENT_CHAIN_OPEN}),
    ("more than can be counted", but((3, move(50, fen=MOST))), False, {3: Result.OVERFLOWS_DEBITS_POSTED}),
    ("much at once", but((3, move(50, fen=batches.ROOM, debit=ASSET, credit=PURSE))), False, {}),
    ("much twice", but((3, move(50, fen=batches.ROOM - 1000, debit=ASSET, credit=PURSE))), True, {}),
    ("beyond time", but((3, move(50, kind="pending", timeout=MOST))), False, {3: Result.OVERFLOWS_TIMEOUT}),
    ("no reason", but((3, move(50, reason=""))), False, {3: Result.REASON_MUST_NOT_BE_EMPTY}),
    ("nothing", but((3, move(50, fen=0))), False, {3: Result.FEN_MUST_BE_POSITIVE}),
    ("no id", but((3, move(0))), False, {3: Result.ID_MUST_NOT_BE_ZERO}),
    ("an end", but((3, Transfer(id=number(50), kind="void", pending_id=number(2), reason="end"))), False, {}),
]  # fmt: skip


@pytest.mark.parametrize(("batch", "plain", "refused"), [row[1:] for row in SENT], ids=[row[0] for row in SENT])
async def test_a_batch_answers_as_if_its_transfers_came_one_by_one(
    tx: Tx, now: datetime, batch: list[Transfer], plain: bool, refused: dict[int, Result]
) -> None:
    await open_world(tx, now)
    before = [move(1), move(2, kind="pending", timeout=9), move(3, fen=100, debit=ASSET, credit=PURSE)]
    await ledger.post_transfers(tx, before, now)
    assert batches.is_plain(batch, now) is plain
    expected = [refused.get(place, Result.CREATED) for place in range(SIZE)]
    async with tx.transaction(force_rollback=True):
        assert await ledger.post_transfers(tx, batch, now) == expected
        assert await ledger.audit(tx) == []
        together = await figures(tx)
    if not any(asked.linked for asked in batch):
        assert [(await ledger.post_transfers(tx, [asked], now))[0] for asked in batch] == expected
        assert await figures(tx) == together


async def test_an_account_that_is_nearly_full_is_counted_exactly(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    await ledger.transfer(tx, move(1, fen=MOST - 35, debit=ASSET, credit=PURSE), now)
    batch = many(100, debit=ASSET, credit=PURSE)
    refused = [Result.OVERFLOWS_DEBITS] * (SIZE - 3)
    assert await ledger.post_transfers(tx, batch, now) == [*[Result.CREATED] * 3, *refused]
    assert await ledger.audit(tx) == []


async def test_batches_in_one_transaction_see_each_other(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    await ledger.hold_accounts(tx, [OTHER])
    batch, more = many(100), [*many(200), move(100)]
    assert set(await ledger.post_transfers(tx, batch, now)) == {Result.CREATED}
    assert set(await ledger.post_transfers(tx, batch, now)) == {Result.EXISTS}
    assert await ledger.post_transfers(tx, more, now) == [*[Result.CREATED] * SIZE, Result.EXISTS]
    assert (await figures(tx))[OTHER] == (2 * 60, 2 * 60, 0, 0)
    assert await ledger.expire_pending(tx, now + timedelta(seconds=60), 100) == SIZE
    assert await ledger.audit(tx) == []


def test_all_transfers_are_locked_before_all_accounts() -> None:
    some = [ids.derived(number(n), "any") for n in range(50)]
    together = accounts.lock_keys(some, some)
    width = 12
    header = len(together) - width * 2 * len(some)
    apart = accounts.lock_keys([], some)[header:] + accounts.lock_keys(some)[header:]
    assert together[header:] == apart


async def open_many(db: Database, now: datetime) -> list[UUID]:
    opened = [ids.derived(number(n), "any") for n in range(6)]
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, [NewAccount(one, "any", one, "none") for one in opened], now)
    return opened


async def send(db: Database, batch: Sequence[Transfer], now: datetime) -> list[Result]:
    async with db.transaction() as tx:
        return await ledger.post_transfers(tx, batch, now)


async def audited(db: Database) -> None:
    async with db.transaction() as tx:
        assert await ledger.audit(tx) == []


async def test_a_batch_that_many_send_is_made_once(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
    orders = [many(100), many(100)[::-1]] * (WRITERS // 2)
    answers = Counter(tuple(set(one)) for one in await asyncio.gather(*(send(db, batch, now) for batch in orders)))
    assert answers == {(Result.CREATED,): 1, (Result.EXISTS,): WRITERS - 1}
    async with db.transaction() as tx:
        assert (await figures(tx))[OTHER] == (60, 60, 0, 0)
    await audited(db)


async def test_ids_that_many_send_with_other_content_are_made_once(db: Database, now: datetime) -> None:
    opened = await open_many(db, now)
    sent = [many(100, debit=opened[n], credit=opened[n - 1]) for n in range(6)]
    first = many(100, debit=opened[0], credit=opened[-1])
    sent += [[replace(asked, reason="other") for asked in first], first[:1]]
    answers = await asyncio.gather(*(send(db, batch, now) for batch in sent))
    for place in range(SIZE):
        assert sum(one[place] is Result.CREATED for one in answers if place < len(one)) == 1
    others = {Result.EXISTS, Result.EXISTS_WITH_DIFFERENT_DEBIT, Result.EXISTS_WITH_DIFFERENT_REASON}
    assert {one for results in answers for one in results} <= {Result.CREATED, *others}
    await audited(db)


async def test_one_id_of_a_batch_is_sent_at_once_by_another(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
    sent = [*(but((n, move(50, debit=ASSET))) for n in range(3)), [move(50)]]
    answers = await asyncio.gather(*(send(db, batch, now) for batch in sent))
    assert sum(results.count(Result.CREATED) for results in answers) == SIZE + 1
    await audited(db)


async def waiting(db: Database) -> None:
    """Until somebody waits for an advisory lock."""
    async with asyncio.timeout(60), db.connection() as connection:
        while True:
            found = await connection.execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if found.rowcount:
                return
            await asyncio.sleep(0.01)


async def test_an_account_is_closed_after_the_batch_was_written(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
    batch = but((3, move(50, debit=ASSET)), (7, move(51, credit=ASSET)))
    async with db.transaction() as tx:
        await ledger.close_account(tx, ASSET, now)
        sending = asyncio.create_task(send(db, batch, now))
        await waiting(db)
    refused = {3: Result.DEBIT_ACCOUNT_ALREADY_CLOSED, 7: Result.CREDIT_ACCOUNT_ALREADY_CLOSED}
    assert await sending == [refused.get(place, Result.CREATED) for place in range(SIZE)]
    await audited(db)


async def test_a_limit_is_reached_after_the_batch_was_written(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)
        await ledger.transfer(tx, move(1, fen=100, debit=ASSET, credit=PURSE), now)
    batch = but((3, move(50, fen=60, debit=PURSE)), (7, move(51, fen=30, debit=PURSE)))
    async with db.transaction() as tx:
        await ledger.post_transfers(tx, [move(2, fen=60, debit=PURSE)], now)
        sending = asyncio.create_task(send(db, batch, now))
        await waiting(db)
    assert await sending == [Result.EXCEEDS_CREDITS if place == 3 else Result.CREATED for place in range(SIZE)]
    await audited(db)


async def test_an_account_is_closed_when_the_batch_that_moves_it_is_over(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await open_world(tx, now)

    async def close() -> bool:
        async with db.transaction() as tx:
            return await ledger.close_account(tx, OTHER, now)

    async with db.transaction() as tx:
        assert set(await ledger.post_transfers(tx, many(100), now)) == {Result.CREATED}
        closing = asyncio.create_task(close())
        await waiting(db)
        assert set(await ledger.post_transfers(tx, many(200), now)) == {Result.CREATED}
    assert await closing
    assert set(await send(db, many(300), now)) == {Result.DEBIT_ACCOUNT_ALREADY_CLOSED}
    await audited(db)


async def test_batches_of_every_kind_never_wait_in_a_circle(db: Database, now: datetime) -> None:
    opened = await open_many(db, now)
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, ACCOUNTS, now)
    made = 0

    async def write(seed: int) -> None:
        nonlocal made
        rng = random.Random(seed)
        for _ in range(10):
            batch: list[Transfer] = []
            for _ in range(rng.choice([1, 4, 20, 60])):
                debit, credit = rng.sample(opened, 2)
                kind = rng.choice(["posted", "pending"])
                # Ids are few, so that batches of both ways collide in them too.
                batch.append(move(rng.randrange(1, 900), rng.randint(1, 9), kind=kind, debit=debit, credit=credit))
            batch += [move(1000, debit=NEVER)] if rng.random() < 0.2 else []
            results = await send(db, batch, now)
            made += results.count(Result.CREATED)

    await asyncio.gather(*(write(seed) for seed in range(WRITERS)))
    async with db.transaction() as tx:
        row = await (await tx.execute("SELECT count(*) FROM transfer")).fetchone()
    assert row == (made,)
    await audited(db)


def test_a_batch_of_few_is_not_worth_it(now: datetime) -> None:
    assert not batches.is_plain(many(1)[: batches.FEWEST - 1], now)
    assert batches.is_plain(many(1)[: batches.FEWEST], now)
