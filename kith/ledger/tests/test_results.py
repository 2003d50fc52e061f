"""One row for every answer of the ledger, and for every two of them that can meet, the one that goes first."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from kith import ledger
from kith.kit.sql import Tx
from kith.ledger import Result, Transfer
from kith.ledger.books import AGAIN, END, END_FORM, ID, MOST, MOVE, MOVE_FORM
from kith.ledger.tests.world import (
    ASSET,
    CLAIM,
    LIABILITY,
    LOCKED,
    NEVER,
    NOWHERE,
    OTHER,
    PURSE,
    SHUT,
    end,
    figures,
    move,
    number,
    open_world,
)

LONG_AGO = timedelta(days=1)
ORDER = list(Result)

# What stands before the tested batch: transfers 1 to 9, made a day ago, and 100 fen in the purse.
BEFORE = [
    move(1, fen=50),
    move(2, fen=50, kind="pending"),
    move(3, fen=50, kind="pending"),
    end(4, 3),
    move(5, fen=50, kind="pending"),
    end(6, 5, kind="void"),
    move(7, fen=50, kind="pending", timeout=60),
    move(8, fen=100, debit=ASSET, credit=PURSE),
    move(9, fen=100, debit=CLAIM, credit=LIABILITY),
]

ROWS: list[tuple[Result, list[Transfer]]] = [
    (Result.CREATED, [move(20)]),
    (Result.LINKED_EVENT_CHAIN_OPEN, [move(20), move(21, linked=True)]),
    (Result.LINKED_EVENT_FAILED, [move(20, linked=True), move(21, linked=True, fen=0), move(22)]),
    (Result.ID_MUST_NOT_BE_ZERO, [move(0)]),
    (Result.ID_MUST_NOT_BE_INT_MAX, [move((1 << 128) - 1)]),
    (Result.EXISTS_WITH_DIFFERENT_KIND, [move(1, fen=50, kind="pending")]),
    (Result.EXISTS_WITH_DIFFERENT_PENDING_ID, [end(4, 2)]),
    (Result.EXISTS_WITH_DIFFERENT_TIMEOUT, [move(7, fen=50, kind="pending", timeout=61)]),
    (Result.EXISTS_WITH_DIFFERENT_DEBIT, [move(1, fen=50, debit=ASSET)]),
    (Result.EXISTS_WITH_DIFFERENT_CREDIT, [end(4, 3, credit=ASSET)]),
    (Result.EXISTS_WITH_DIFFERENT_FEN, [end(4, 3, fen=49)]),
    (Result.EXISTS_WITH_DIFFERENT_REASON, [move(1, fen=50, reason="other")]),
    (Result.EXISTS, [end(4, 3)]),
    (Result.DEBIT_MUST_NOT_BE_ZERO, [move(20, debit=None)]),
    (Result.CREDIT_MUST_NOT_BE_ZERO, [move(20, credit=number(0))]),
    (Result.ACCOUNTS_MUST_BE_DIFFERENT, [move(20, debit=LIABILITY)]),
    (Result.PENDING_ID_MUST_BE_ZERO, [move(20, pending_id=number(2))]),
    (Result.PENDING_ID_MUST_NOT_BE_ZERO, [end(20, 2, pending_id=None)]),
    (Result.PENDING_ID_MUST_BE_DIFFERENT, [end(20, 20)]),
    (Result.TIMEOUT_MUST_NOT_BE_NEGATIVE, [move(20, kind="pending", timeout=-1)]),
    (Result.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER, [move(20, timeout=1)]),
    (Result.FEN_MUST_BE_POSITIVE, [move(20, fen=0)]),
    (Result.REASON_MUST_NOT_BE_EMPTY, [move(20, reason="")]),
    (Result.DEBIT_ACCOUNT_NOT_FOUND, [move(20, debit=NOWHERE)]),
    (Result.CREDIT_ACCOUNT_NOT_FOUND, [move(20, credit=NOWHERE)]),
    (Result.PENDING_TRANSFER_NOT_FOUND, [end(20, 99)]),
    (Result.PENDING_TRANSFER_NOT_PENDING, [end(20, 1)]),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT, [end(20, 2, debit=ASSET)]),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT, [end(20, 2, credit=ASSET)]),
    (Result.EXCEEDS_PENDING_TRANSFER_FEN, [end(20, 2, fen=51)]),
    (Result.PENDING_TRANSFER_HAS_DIFFERENT_FEN, [end(20, 2, kind="void", fen=49)]),
    (Result.PENDING_TRANSFER_ALREADY_POSTED, [end(20, 3)]),
    (Result.PENDING_TRANSFER_ALREADY_VOIDED, [end(20, 5)]),
    (Result.PENDING_TRANSFER_EXPIRED, [end(20, 7)]),
    (Result.DEBIT_ACCOUNT_ALREADY_CLOSED, [move(20, debit=SHUT)]),
    (Result.CREDIT_ACCOUNT_ALREADY_CLOSED, [move(20, credit=SHUT)]),
    (Result.OVERFLOWS_DEBITS_PENDING, [move(20, fen=MOST + 1, kind="pending")]),
    (
        Result.OVERFLOWS_CREDITS_PENDING,
        [move(20, fen=MOST - 300, kind="pending", debit=ASSET), move(21, fen=201, kind="pending")],
    ),
    (Result.OVERFLOWS_DEBITS_POSTED, [move(20, fen=MOST + 1)]),
    (Result.OVERFLOWS_CREDITS_POSTED, [move(20, fen=MOST - 300, debit=ASSET), move(21, fen=150)]),
    (Result.OVERFLOWS_DEBITS, [move(20, fen=MOST - 205, credit=ASSET), move(21)]),
    (Result.OVERFLOWS_CREDITS, [move(20, fen=MOST - 310, debit=ASSET), move(21, fen=100)]),
    (Result.OVERFLOWS_TIMEOUT, [move(20, kind="pending", timeout=300_000_000_000)]),
    (Result.EXCEEDS_CREDITS, [move(20, fen=101, debit=PURSE)]),
    (Result.EXCEEDS_DEBITS, [move(20, fen=101, credit=CLAIM)]),
]


async def prepare(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    made = await ledger.post_transfers(tx, BEFORE, now - LONG_AGO)
    assert set(made) == {Result.CREATED}


@pytest.mark.parametrize(("result", "batch"), ROWS, ids=[row[0].value for row in ROWS])
async def test_each_answer(tx: Tx, now: datetime, result: Result, batch: list[Transfer]) -> None:
    await prepare(tx, now)
    before = await figures(tx)
    answers = await ledger.post_transfers(tx, batch, now)
    assert answers[-1] is result
    if len(batch) == 1 and result is not Result.CREATED:
        assert await figures(tx) == before
    assert await ledger.audit(tx) == []


def test_every_answer_has_its_row_in_order() -> None:
    assert [row[0] for row in ROWS] == ORDER


@pytest.mark.parametrize("checks", [ID, AGAIN, MOVE_FORM, MOVE, END_FORM, END, [*MOVE_FORM, *MOVE], [*END_FORM, *END]])
def test_checks_stand_in_the_order_of_the_answers(checks: Sequence[tuple[Result, object]]) -> None:
    positions = [ORDER.index(result) for result, _ in checks]
    assert positions == sorted(positions)


Faults = dict[Result, dict[str, object]]

MOVE_FAULTS: Faults = {
    Result.ID_MUST_NOT_BE_ZERO: {"id": number(0)},
    Result.EXISTS_WITH_DIFFERENT_KIND: {"id": number(4)},
    Result.DEBIT_MUST_NOT_BE_ZERO: {"debit": None},
    Result.CREDIT_MUST_NOT_BE_ZERO: {"credit": None},
    Result.PENDING_ID_MUST_BE_ZERO: {"pending_id": number(2)},
    Result.TIMEOUT_MUST_NOT_BE_NEGATIVE: {"timeout": -1},
    Result.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER: {"timeout": 1},
    Result.FEN_MUST_BE_POSITIVE: {"fen": -5},
    Result.REASON_MUST_NOT_BE_EMPTY: {"reason": ""},
    Result.DEBIT_ACCOUNT_NOT_FOUND: {"debit": NOWHERE},
    Result.CREDIT_ACCOUNT_NOT_FOUND: {"credit": NEVER},
    Result.DEBIT_ACCOUNT_ALREADY_CLOSED: {"debit": SHUT},
    Result.CREDIT_ACCOUNT_ALREADY_CLOSED: {"credit": LOCKED},
    Result.OVERFLOWS_DEBITS_POSTED: {"fen": MOST + 1},
    Result.EXCEEDS_CREDITS: {"debit": PURSE},
    Result.EXCEEDS_DEBITS: {"credit": CLAIM},
}
HOLD_FAULTS: Faults = {
    Result.OVERFLOWS_DEBITS_PENDING: {"fen": MOST + 1},
    Result.OVERFLOWS_TIMEOUT: {"timeout": 300_000_000_000},
    Result.CREDIT_ACCOUNT_ALREADY_CLOSED: {"credit": LOCKED},
    Result.EXCEEDS_CREDITS: {"debit": PURSE},
    Result.EXCEEDS_DEBITS: {"credit": CLAIM},
}
AGAIN_FAULTS: Faults = {
    Result.EXISTS_WITH_DIFFERENT_KIND: {"kind": "pending"},
    Result.EXISTS_WITH_DIFFERENT_PENDING_ID: {"pending_id": number(2)},
    Result.EXISTS_WITH_DIFFERENT_TIMEOUT: {"timeout": 5},
    Result.EXISTS_WITH_DIFFERENT_DEBIT: {"debit": NOWHERE},
    Result.EXISTS_WITH_DIFFERENT_CREDIT: {"credit": None},
    Result.EXISTS_WITH_DIFFERENT_FEN: {"fen": -1},
    Result.EXISTS_WITH_DIFFERENT_REASON: {"reason": ""},
}
END_FAULTS: Faults = {
    Result.ID_MUST_NOT_BE_INT_MAX: {"id": number((1 << 128) - 1)},
    Result.EXISTS_WITH_DIFFERENT_KIND: {"id": number(1)},
    Result.PENDING_ID_MUST_NOT_BE_ZERO: {"pending_id": None},
    Result.PENDING_ID_MUST_BE_DIFFERENT: {"pending_id": number(20)},
    Result.TIMEOUT_MUST_NOT_BE_NEGATIVE: {"timeout": -1},
    Result.TIMEOUT_RESERVED_FOR_PENDING_TRANSFER: {"timeout": 1},
    Result.FEN_MUST_BE_POSITIVE: {"fen": 0},
    Result.REASON_MUST_NOT_BE_EMPTY: {"reason": ""},
    Result.PENDING_TRANSFER_NOT_FOUND: {"pending_id": number(99)},
    Result.PENDING_TRANSFER_NOT_PENDING: {"pending_id": number(1)},
    Result.PENDING_TRANSFER_HAS_DIFFERENT_DEBIT: {"debit": NOWHERE},
    Result.PENDING_TRANSFER_HAS_DIFFERENT_CREDIT: {"credit": ASSET},
    Result.EXCEEDS_PENDING_TRANSFER_FEN: {"fen": 51},
    Result.PENDING_TRANSFER_HAS_DIFFERENT_FEN: {"kind": "void", "fen": 1},
    Result.PENDING_TRANSFER_ALREADY_POSTED: {"pending_id": number(3)},
    Result.PENDING_TRANSFER_ALREADY_VOIDED: {"pending_id": number(5)},
    Result.PENDING_TRANSFER_EXPIRED: {"pending_id": number(7)},
}


def pairs(asked: Transfer, faults: Faults) -> list[tuple[Transfer, Result]]:
    """`asked` with each two faults that do not concern the same field, and the answer that goes first."""
    return [
        (replace(asked, **faults[one], **faults[two]), min(one, two, key=ORDER.index))
        for one, two in itertools.combinations(faults, 2)
        if not faults[one].keys() & faults[two].keys()
    ]


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        (move(20, fen=101), MOVE_FAULTS),
        (move(20, fen=101, kind="pending"), HOLD_FAULTS),
        (move(1, fen=50), AGAIN_FAULTS),
        (end(20, 2), END_FAULTS),
    ],
    ids=["move", "hold", "again", "end"],
)
async def test_of_two_faults_the_first_is_answered(tx: Tx, now: datetime, asked: Transfer, faults: Faults) -> None:
    await prepare(tx, now)
    for result, fault in faults.items():
        assert await ledger.post_transfers(tx, [replace(asked, **fault)], now) == [result], fault
    for wrong, expected in pairs(asked, faults):
        assert await ledger.post_transfers(tx, [wrong], now) == [expected], wrong


async def test_closed_accounts_come_after_the_state_of_the_hold(tx: Tx, now: datetime) -> None:
    await prepare(tx, now)
    await ledger.close_account(tx, OTHER, now)
    await ledger.close_account(tx, LIABILITY, now)
    batch = [end(20, 3), end(21, 7), end(22, 2), end(23, 2, kind="void")]
    assert await ledger.post_transfers(tx, batch, now) == [
        Result.PENDING_TRANSFER_ALREADY_POSTED,
        Result.PENDING_TRANSFER_EXPIRED,
        Result.DEBIT_ACCOUNT_ALREADY_CLOSED,
        Result.CREATED,
    ]
    assert not await ledger.close_account(tx, OTHER, now)


async def test_an_open_chain_goes_before_a_broken_one(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    batch = [move(20, linked=True), move(0, linked=True), move(21, linked=True)]
    assert await ledger.post_transfers(tx, batch, now) == [
        Result.LINKED_EVENT_FAILED,
        Result.ID_MUST_NOT_BE_ZERO,
        Result.LINKED_EVENT_CHAIN_OPEN,
    ]


async def test_one_transfer_is_made_found_made_or_refused(tx: Tx, now: datetime) -> None:
    await open_world(tx, now)
    await ledger.transfer(tx, move(20), now)
    await ledger.transfer(tx, move(20), now)
    with pytest.raises(ledger.TransferRefused) as refused:
        await ledger.transfer(tx, move(20, fen=11), now)
    assert refused.value.result is Result.EXISTS_WITH_DIFFERENT_FEN
    assert refused.value.facts == {"result": "exists_with_different_fen"}
    assert (await figures(tx))[OTHER] == (0, 10, 0, 0)
