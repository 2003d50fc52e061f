"""Who somebody is: asked once, sealed while it is asked, one identity for one person."""

import asyncio
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import wallet
from kith.kit import ids
from kith.wallet.identity import BadIdNumber, Identity, Looking, Refused, check_digit, whole
from kith.wallet.identity_check import (
    CheckUnderWay,
    IdentityCheckDiffers,
    IdentityChecksOff,
    NewCheck,
    TooManyChecks,
)
from kith.wallet.tests.household import ANNS, Household, id_number
from tests.cast import ANN, BO

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "number",
    ["990000199005170017", "99000019900517001", "990000199013170011", "990000202705170010", "000000199005170018", "x"],
)
def test_what_is_no_number(number: str) -> None:
    with pytest.raises(BadIdNumber):
        whole("Ann", number, TODAY)


@given(st.dates(date(1900, 1, 1), date(2025, 1, 1)), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_seen(born: date, sequence: int, place: int, shift: int) -> None:
    number = id_number(sequence, born.strftime("%Y%m%d"))
    assert whole(" 安 安 ", number.lower(), TODAY) == Identity("安安", number)
    if number[place].isdigit():
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(BadIdNumber):
            whole("Ann", wrong, TODAY)


def test_the_check_digit_is_the_standards() -> None:
    assert check_digit("11010519491231002") == "X", "the example of GB 11643"


def test_neither_has_a_text_form() -> None:
    assert id_number() not in repr(Identity("Ann", id_number()))
    assert id_number() not in repr(NewCheck(ids.new(), "Ann", id_number()))  # pyright: ignore[reportArgumentType]


async def test_a_check_sets_the_class_and_is_forgotten(home: Household) -> None:
    check = await home.check()
    assert (check.state, (await home.seen()).identity_class) == ("under_way", 0)
    async with home.db.transaction() as tx:
        found = await tx.execute("SELECT sealed::text || wrapped::text FROM identity_check")
        [(kept,)] = await found.fetchall()
    assert ANNS.name.encode().hex() not in kept
    told = await home.told()
    await home.sweep_checks()
    seen = await home.seen()
    assert (seen.identity_class, seen.limits.window, seen.limits.limit_fen) == (3, "year", 20_000_000)
    assert seen.identity_check is not None
    assert (seen.identity_check.state, seen.identity_check.identity_class) == ("verified", 3)
    assert await home.told() == told + 1
    async with home.db.transaction() as tx:
        found = await tx.execute("SELECT num_nonnulls(nonce, sealed, ring_key, wrapped) FROM identity_check")
        assert await found.fetchall() == [(0,)]
    assert await home.check(check_id=check.check_id) == seen.identity_check
    with pytest.raises(IdentityCheckDiffers):
        await home.check(check_id=check.check_id, name="Ann")


@pytest.mark.parametrize("fault", ["lost", "lost_after"])
async def test_without_an_answer_it_is_asked_under_one_number(home: Household, fault: str) -> None:
    home.office.faults.append(fault)
    await home.check()
    await home.sweep_checks()
    assert (await home.seen()).identity_class == 0
    home.later(minutes=1)
    await asyncio.gather(*(home.sweep_checks() for _ in range(3)))
    assert (await home.seen()).identity_class == 3
    assert len(home.office.asked) == 1
    assert home.office.calls == ["check", "query", "check"] if fault == "lost" else ["check", "query"]


async def test_they_may_look_into_it(home: Household) -> None:
    check = await home.check()
    number = ids.derived(ANN, f"identity {check.check_id.hex}").hex
    home.office.says[number] = Looking(number)
    await home.sweep_checks()
    with pytest.raises(CheckUnderWay):
        await home.check()
    home.office.says[number] = Refused(number, "name_differs")
    home.later(hours=1)
    await home.sweep_checks()
    last = (await home.seen()).identity_check
    assert last is not None
    assert (last.state, last.code, last.identity_class) == ("refused", "name_differs", None)


async def test_one_identity_has_one_wallet(home: Household) -> None:
    await home.verify()
    await home.verify(person=BO)
    last = (await home.seen(BO)).identity_check
    assert last is not None
    assert (last.state, last.code, (await home.seen(BO)).identity_class) == ("refused", "taken", 0)
    await home.verify(person=BO, name="Bo", sequence=2)
    assert (await home.seen(BO)).identity_class == 3


async def test_whoever_comes_first_has_it(home: Household) -> None:
    await asyncio.gather(home.check(), home.check(BO))
    await asyncio.gather(*(home.sweep_checks() for _ in range(3)))
    assert sorted([(await home.seen()).identity_class, (await home.seen(BO)).identity_class]) == [0, 3]


async def test_a_class_is_raised_and_not_lowered_and_the_name_stays(home: Household) -> None:
    await home.verify(2)
    await home.verify(1)
    assert (await home.seen()).identity_class == 2
    await home.verify(3, name="Somebody else", sequence=2)
    last = (await home.seen()).identity_check
    assert last is not None
    assert (last.code, (await home.seen()).identity_class) == ("other_name", 2)
    await home.verify(3)
    assert (await home.seen()).identity_class == 3


async def test_refusals_come_in_their_order(home: Household) -> None:
    with pytest.raises(BadIdNumber):
        await home.check(number="990000199005170017")
    nobody = Household(home.db, home.now)
    nobody.office = None  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(IdentityChecksOff):
        await nobody.check()
    for _ in range(5):
        await home.check()
        with pytest.raises(CheckUnderWay):
            await home.check()
        await home.sweep_checks()
    with pytest.raises(TooManyChecks):
        await home.check()
    home.later(hours=25)
    await home.check()


async def test_the_wallet_of_somebody_who_left_tells_nothing(home: Household) -> None:
    await home.verify()
    await home.set_payee()
    await home.give(9)
    await home.check()
    async with home.db.transaction() as tx:
        await partial(wallet.check_empty, policy=home.policy)(tx, ANN, home.now)
        await wallet.forget_person(tx, ANN, home.now, policy=home.policy)
    await home.sweep_checks()
    seen = await home.seen()
    assert (seen.identity_class, seen.identity_check, seen.payee_hint) == (0, None, None)
    async with home.db.transaction() as tx:
        for table in ("identity_check", "identity_owner", "wallet_payee", "wallet_spent", "wallet_due"):
            found = await tx.execute(f"SELECT count(*) FROM {table}".encode())
            assert (await found.fetchone()) == (0,), table
    await home.verify(person=BO)
    assert (await home.seen(BO)).identity_class == 3
