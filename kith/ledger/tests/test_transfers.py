"""What transfers do to balances: holds, parts, timeouts, chains; and what the database itself forbids."""

from datetime import datetime, timedelta

import psycopg
import pytest

from kith import ledger
from kith.kit.parts import Parts
from kith.kit.sql import Database, Tx
from kith.ledger import AccountResult, NewAccount, Result, Transfer, jobs
from kith.ledger.tests.world import (
    ACCOUNTS,
    ASSET,
    LIABILITY,
    OTHER,
    PURSE,
    SHUT,
    end,
    figures,
    move,
    number,
    open_world,
)

HOLD = move(1, fen=50, kind="pending", timeout=60)

# What is sent after a hold of 50, and what OTHER (debit) and LIABILITY (credit) then show, pending and posted.
AFTER_A_HOLD: list[tuple[str, list[Transfer], tuple[int, int]]] = [
    ("nothing", [], (50, 0)),
    ("post of all", [end(2, 1)], (0, 50)),
    ("post of a part gives the rest back", [end(2, 1, fen=20)], (0, 20)),
    ("void", [end(2, 1, kind="void")], (0, 0)),
    ("void that names everything", [end(2, 1, kind="void", fen=50, debit=OTHER, credit=LIABILITY)], (0, 0)),
]


@pytest.mark.parametrize(("batch", "expected"), [row[1:] for row in AFTER_A_HOLD], ids=[row[0] for row in AFTER_A_HOLD])
async def test_a_hold_ends(tx: Tx, now: datetime, batch: list[Transfer], expected: tuple[int, int]) -> None:
    await open_world(tx, now)
    assert set(await ledger.post_transfers(tx, [HOLD, *batch], now)) == {Result.CREATED}
    after = await figures(tx)
    assert after[OTHER] == (*expected, 0, 0)
    assert after[LIABILITY] == (0, 0, *expected)
    assert await ledger.audit(tx) == []


async def test_a_hold_expires_at_its_second_and_once(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    await ledger.post_transfers(tx, [HOLD, move(2, kind="pending")], now)
    over = now + timedelta(seconds=60)
    assert await ledger.expire_pending(tx, over - timedelta(microseconds=1), 10) == 0
    assert await ledger.expire_pending(tx, over, 10) == 1
    assert await ledger.expire_pending(tx, over, 10) == 0
    assert (await figures(tx))[OTHER] == (10, 0, 0, 0)
    assert await ledger.post_transfers(tx, [end(3, 1)], over) == [Result.PENDING_TRANSFER_EXPIRED]
    assert await ledger.audit(tx) == []


async def test_expiry_takes_the_oldest_first_and_no_more_than_asked(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    await ledger.post_transfers(tx, [move(n, kind="pending", timeout=100 - n) for n in range(1, 6)], now)
    assert await ledger.expire_pending(tx, now + timedelta(seconds=98), 2) == 2
    left = [end(20 + n, n, kind="void") for n in range(1, 6)]
    assert [result is Result.CREATED for result in await ledger.post_transfers(tx, left, now)] == [True] * 3 + [
        False
    ] * 2


async def test_held_money_cannot_be_spent(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    batch = [
        move(1, fen=100, debit=ASSET, credit=PURSE),
        move(2, fen=70, debit=PURSE, kind="pending"),
        move(3, fen=31, debit=PURSE),
        move(4, fen=30, debit=PURSE),
        end(5, 2, kind="void"),
        move(3, fen=31, debit=PURSE),
    ]
    assert await ledger.post_transfers(tx, batch, now) == [
        Result.CREATED,
        Result.CREATED,
        Result.EXCEEDS_CREDITS,
        Result.CREATED,
        Result.CREATED,
        Result.CREATED,
    ]
    purse = (await ledger.balances(tx, [PURSE]))[PURSE]
    assert (purse.net, purse.free) == (39, 39)


async def test_a_chain_is_all_or_nothing_and_its_ids_stay_free(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    chain = [
        HOLD,
        move(2, fen=5),
        end(3, 1, linked=True),
        move(4, kind="pending", linked=True),
        end(5, 4, linked=True, kind="void"),
        move(6, debit=SHUT, linked=True),
        move(7),
        end(8, 1, fen=20),
        move(3),
    ]
    assert await ledger.post_transfers(tx, chain, now) == [
        Result.CREATED,
        Result.CREATED,
        Result.LINKED_EVENT_FAILED,
        Result.LINKED_EVENT_FAILED,
        Result.LINKED_EVENT_FAILED,
        Result.DEBIT_ACCOUNT_ALREADY_CLOSED,
        Result.LINKED_EVENT_FAILED,
        Result.CREATED,
        Result.CREATED,
    ]
    assert (await figures(tx))[OTHER] == (0, 35, 0, 0)
    assert await ledger.audit(tx) == []


async def test_a_chain_sent_again_moves_nothing(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    chain = [move(1, linked=True), move(2)]
    assert await ledger.post_transfers(tx, chain, now) == [Result.CREATED, Result.CREATED]
    before = await figures(tx)
    assert await ledger.post_transfers(tx, chain, now) == [Result.EXISTS, Result.LINKED_EVENT_FAILED]
    assert await figures(tx) == before


async def test_an_empty_batch_is_nothing(tx: Tx, now: datetime) -> None:
    assert await ledger.post_transfers(tx, [], now) == []
    assert await ledger.open_accounts(tx, [], now) == []
    assert await ledger.balances(tx, []) == {}


ZERO, MAX = number(0), number((1 << 128) - 1)
OPENED: list[tuple[AccountResult, NewAccount]] = [
    (AccountResult.CREATED, NewAccount(number(20), "purse", number(1), "debits")),
    (AccountResult.ID_MUST_NOT_BE_ZERO, NewAccount(ZERO, "", ZERO, "debits")),
    (AccountResult.ID_MUST_NOT_BE_INT_MAX, NewAccount(MAX, "", ZERO, "debits")),
    (AccountResult.EXISTS_WITH_DIFFERENT_LIMIT, NewAccount(PURSE, "", ZERO, "none")),
    (AccountResult.EXISTS_WITH_DIFFERENT_OWNER, NewAccount(PURSE, "", ZERO, "debits")),
    (AccountResult.EXISTS_WITH_DIFFERENT_ROLE, NewAccount(PURSE, "", number(4), "debits")),
    (AccountResult.EXISTS, NewAccount(PURSE, "purse", number(4), "debits")),
    (AccountResult.OWNER_MUST_NOT_BE_ZERO, NewAccount(number(21), "", ZERO, "debits")),
    (AccountResult.ROLE_MUST_NOT_BE_EMPTY, NewAccount(number(21), "", number(4), "debits")),
]


async def test_accounts_are_opened_once_in_order_of_precedence(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    assert [row[0] for row in OPENED] == list(AccountResult)
    one_by_one = [*await ledger.open_accounts(tx, [OPENED[0][1]], now)]
    assert one_by_one == [AccountResult.CREATED]
    fresh = NewAccount(number(22), "purse", number(1), "debits")
    batch = [fresh, fresh, *[row[1] for row in OPENED[1:]]]
    expected = [AccountResult.CREATED, AccountResult.EXISTS, *[row[0] for row in OPENED[1:]]]
    assert await ledger.open_accounts(tx, batch, now) == expected


async def test_a_bad_account_before_a_good_one_of_the_same_id_does_not_hurt_it(tx: Tx, now: datetime) -> None:
    bad, good = NewAccount(number(20), "", number(1), "none"), NewAccount(number(20), "purse", number(1), "none")
    assert await ledger.open_accounts(tx, [bad, good, bad], now) == [
        AccountResult.ROLE_MUST_NOT_BE_EMPTY,
        AccountResult.CREATED,
        AccountResult.EXISTS_WITH_DIFFERENT_ROLE,
    ]


async def test_accounts_of_a_role_are_listed_with_their_owners(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    purse = ledger.account_id("purse", number(9))
    assert purse == ledger.account_id("purse", number(9)) != ledger.account_id("gift", number(9))
    await ledger.open_accounts(tx, [NewAccount(purse, "purse", number(9), "debits")], now)
    assert {one.owner for one in await ledger.list_accounts(tx, "purse")} == {number(4), number(9)}


FORBIDDEN = [
    f"{verb} {table}{rest}"
    for table in ("transfer", "resolution", "entry")
    for verb, rest in (("DELETE FROM", ""), ("TRUNCATE", ""), ("UPDATE", " SET transfer_id = transfer_id"))
] + ["DELETE FROM account", "TRUNCATE account"]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_books_are_append_only(tx: Tx, now: datetime, statement: str) -> None:
    await open_world(tx, now)
    await ledger.post_transfers(tx, [HOLD, end(2, 1)], now)
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        await tx.execute(statement.encode())


@pytest.mark.parametrize(
    "change",
    [
        "debits_posted = 1 WHERE \"limit\" = 'debits'",
        "debits_pending = 1 WHERE \"limit\" = 'debits'",
        "credits_posted = 1 WHERE \"limit\" = 'credits'",
        "credits_pending = 1 WHERE \"limit\" = 'credits'",
        "debits_pending = -1 WHERE \"limit\" = 'none'",
        "credits_pending = -1 WHERE \"limit\" = 'none'",
    ],
)
async def test_no_restricted_account_goes_below_zero(tx: Tx, now: datetime, change: str) -> None:
    await open_world(tx, now)
    with pytest.raises(psycopg.errors.CheckViolation):
        await tx.execute(f"UPDATE account SET {change}".encode())


class Context:
    """What the worker hands to a job."""

    def __init__(self, db: Database) -> None:
        self.additional_context = {"parts": Parts(db)}


async def test_the_sweep_expires_everything_and_the_audit_job_runs(db: Database, now: datetime) -> None:
    long_ago = now - timedelta(days=400)
    async with db.transaction() as tx:
        await ledger.open_accounts(tx, ACCOUNTS, long_ago)
        await ledger.post_transfers(tx, [move(n, kind="pending", timeout=1) for n in range(1, 451)], long_ago)
    await jobs.expire(Context(db), 0)
    await jobs.check(Context(db), 0)
    async with db.transaction() as tx:
        assert (await figures(tx))[OTHER] == (0, 0, 0, 0)
