"""Money out of a wallet to an account: what may come of it, and what is never lost."""

import asyncio
from datetime import datetime

import pytest

from kith import payments
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.payments.outward import Payee
from kith.payments.payout import Payout
from kith.wallet.payee import NewPayee, NoPayee, PayeeIsNotYou
from kith.wallet.tests.household import ANNS, Household
from kith.wallet.withdrawal import Withdrawal, WithdrawalTooSmall, shown


async def ready(home: Household, fen: int = 10_000, identity_class: int = 3) -> Household:
    """Ann is known, has said where to, and has money."""
    await home.verify(identity_class)
    await home.set_payee()
    await home.give(fen)
    home.later(minutes=1)
    return home


async def test_it_takes_at_once_and_is_paid(home: Household) -> None:
    await ready(home)
    told = await home.told()
    wanted = await home.withdraw(7_000)
    assert (wanted.state, wanted.payee, wanted.advice) == ("wanted", "138****8000", "wait")
    seen = await home.seen()
    assert (seen.balance_fen, seen.held_fen) == (3_000, 7_000)
    await home.sweep()
    [done] = await home.withdrawals()
    assert (done.state, done.fen, done.advice) == ("paid", 7_000, None)
    assert home.gateway.payout_orders[0].payee == Payee("13800138000", "安安")
    assert await home.told() == told + 3, "wanted, on its way, paid"
    lines = (await home.lines()).items
    assert [(line.kind, line.fen, line.balance_fen, line.state) for line in lines] == [
        ("withdrawal", -7_000, 3_000, "paid"),
        ("envelope", 10_000, 10_000, None),
    ]
    assert lines[0].ref == done.withdrawal_id
    assert await home.findings() == []


async def test_without_an_answer_it_is_asked_under_one_number(home: Household) -> None:
    await ready(home)
    home.gateway.faults["pay_out"] = ["lost_after"]
    await home.withdraw(7_000)
    await home.sweep()
    assert [each.state for each in await home.withdrawals()] == ["under_way"]
    await home.sweep(hours=1)
    assert [each.state for each in await home.withdrawals()] == ["paid"]
    assert len({order.number for order in home.gateway.payout_orders}) == 1
    assert await home.findings() == []


async def test_what_fails_is_there_again_and_can_be_sent_elsewhere(home: Household) -> None:
    await ready(home, identity_class=1)
    home.gateway.faults["pay_out"] = ["failed"]
    await home.withdraw(7_000)
    assert (await home.seen()).limits.used_fen == 7_000
    await home.sweep(minutes=1)
    await home.sweep(hours=1)
    [failed] = await home.withdrawals()
    assert (failed.state, failed.code is None) == ("failed", False)
    assert (await home.seen()).balance_fen == 10_000
    assert (await home.seen()).limits.used_fen == 0, "it does not count"
    assert (await home.lines()).items[0].kind == "withdrawal_failed"
    await home.withdraw(10_000)
    await home.sweep()
    assert (await home.seen()).balance_fen == 0
    assert await home.findings() == []


async def test_what_comes_back_days_later_is_there_again(home: Household) -> None:
    await ready(home)
    await home.withdraw(7_000)
    await home.sweep()
    for sent in home.gateway.payouts.values():
        sent.state = "returned"
    await home.sweep(hours=7)
    [back] = await home.withdrawals()
    assert (back.state, back.advice) == ("returned", "check_payee")
    lines = (await home.lines()).items
    assert [(line.kind, line.fen, line.balance_fen, line.ref, line.state) for line in lines[:2]] == [
        ("withdrawal_returned", 7_000, 10_000, back.withdrawal_id, "returned"),
        ("withdrawal", -7_000, 3_000, back.withdrawal_id, "returned"),
    ]
    assert (await home.seen()).day.used_fen == 0
    assert await home.findings() == []


@pytest.mark.parametrize(
    ("state", "code", "expected"),
    [
        ("wanted", None, ("wanted", "wait")),
        ("unknown", "SYSTEM_ERROR", ("under_way", "wait")),
        ("dealing", None, ("under_way", "wait")),
        ("confirm", None, ("under_way", "confirm")),
        ("paid", None, ("paid", None)),
        ("failed", "PAYEE_USERINFO_ERROR", ("failed", "check_payee")),
        ("failed", "EXCEED_LIMIT_DM_AMOUNT", ("failed", "try_again")),
        ("returned", None, ("returned", "check_payee")),
    ],
)
def test_what_helps(now: datetime, state: str, code: str | None, expected: tuple[str, str | None]) -> None:
    blank: dict[str, object] = dict.fromkeys(Payout.__struct_fields__)
    known = {"payout_id": ids.new(now), "fen": 1, "hint": "1", "state": state, "code": code, "wanted_at": now}
    payout = Payout(**blank | known)  # pyright: ignore[reportArgumentType] by name
    seen = shown(payout)
    assert (seen.state, seen.advice) == expected
    assert seen.code == (code if state == "failed" else None)


async def test_the_same_again_is_answered_as_it_stands(home: Household) -> None:
    await ready(home)
    withdrawal_id = ids.new(home.now)
    first = await home.withdraw(7_000, withdrawal_id)
    assert await home.withdraw(7_000, withdrawal_id) == first
    await home.freeze()
    await home.sweep()
    assert (await home.withdraw(7_000, withdrawal_id)).state == "paid", "what was begun before a freeze goes on"
    with pytest.raises(payments.PayoutDiffers):
        await home.withdraw(6_999, withdrawal_id)


async def test_the_same_at_once_is_one(home: Household) -> None:
    await ready(home)
    withdrawal_id = ids.new(home.now)
    done = await asyncio.gather(*(home.withdraw(4_000, withdrawal_id) for _ in range(3)))
    assert len({each.withdrawal_id for each in done}) == 1
    assert (await home.seen()).balance_fen == 6_000


async def test_refusals_come_in_their_order(home: Household) -> None:
    async def refused(fen: int, refusal: type[Refusal]) -> None:
        with pytest.raises(refusal):
            await home.withdraw(fen)

    home.policy = type(home.policy)(daily_fen=90_000)
    home.gateway.pays_out = False
    home.custody = "provider"
    await home.freeze()
    await refused(9, payments.WalletOff)
    home.custody = "licensed"
    await refused(9, payments.WalletFrozen)
    await home.unfreeze()
    await refused(9, payments.IdentityNeeded)
    await home.verify(1)
    await refused(9, payments.TooLittleInWallet)
    await home.give(300_000)
    await refused(100_001, payments.OverWalletLimit)
    home.later(days=1)
    await home.verify(2)
    await refused(90_001, payments.OverWalletDay)
    await refused(9, WithdrawalTooSmall)
    assert (await home.seen()).withdrawal_obstacle == "no_payee"
    await refused(10, NoPayee)
    with pytest.raises(payments.PayeeGatewayOff):
        await home.set_payee()
    home.gateway.pays_out = True
    await home.set_payee()
    home.gateway.pays_out = False
    assert (await home.seen()).withdrawal_obstacle == "payouts_off"
    await refused(10, payments.PayoutsOff)
    home.gateway.pays_out = True
    assert (await home.seen()).withdrawal_obstacle is None
    await home.withdraw(90_000)
    seen = await home.seen()
    assert (seen.limits.used_fen, seen.day.used_fen) == (0, 90_000), "of class 2 only payments count in a year"


async def test_money_goes_to_the_gateway_of_the_account_which_may_ask_its_owner(home: Household) -> None:
    home.gateway.pays_out = False
    await home.set_payee(NewPayee("second", "oAnn0000000000000000000000", "安安"))
    await home.verify(1)
    await home.give(1_000)
    seen = await home.seen()
    assert (seen.payee_gateway, seen.sending, seen.withdrawal_obstacle) == ("second", ["second"], None)
    home.second.faults["pay_out"] = ["confirm"]
    await home.withdraw(1_000)
    await home.sweep()
    (asked,) = await home.withdrawals()
    assert (asked.state, asked.advice, asked.package) == ("under_way", "confirm", f"P{next(iter(home.second.payouts))}")
    (sent,) = home.second.payouts.values()
    sent.state = "paid"
    await home.sweep(hours=1)
    (paid,) = await home.withdrawals()
    assert (paid.state, paid.advice, paid.package) == ("paid", None, None)
    assert (home.gateway.payouts, await home.findings()) == ({}, [])


async def test_money_goes_to_the_name_that_was_checked(home: Household) -> None:
    home.gateway.pays_out = True
    assert await home.set_payee(NewPayee("scripted", "bo@example.com", "Bo")) == "bo***@example.com"
    await home.verify(name="安 安")
    await home.give(100)
    with pytest.raises(PayeeIsNotYou):
        await home.withdraw(100)
    with pytest.raises(PayeeIsNotYou):
        await home.set_payee(NewPayee("scripted", "bo@example.com", "Bo"))
    await home.set_payee(ANNS)
    assert isinstance(await home.withdraw(100), Withdrawal)


async def test_a_withdrawal_and_what_comes_in_lose_nothing(home: Household) -> None:
    await ready(home, 1_000)
    done = await asyncio.gather(
        *(home.withdraw(400) for _ in range(4)), *(home.give(100) for _ in range(5)), return_exceptions=True
    )
    out = sum(isinstance(each, Withdrawal) for each in done)
    assert all(isinstance(each, Withdrawal | payments.TooLittleInWallet | None) for each in done)
    assert out in (2, 3)
    assert (await home.seen()).balance_fen == 1_500 - 400 * out
    await home.sweep()
    assert await home.findings() == []


async def test_a_freeze_is_before_or_after_a_withdrawal(home: Household) -> None:
    await ready(home, 1_000)
    for _ in range(4):
        before = (await home.seen()).balance_fen
        out, frozen = await asyncio.gather(home.withdraw(100), home.freeze(), return_exceptions=True)
        assert frozen is True
        assert isinstance(out, Withdrawal | payments.WalletFrozen)
        assert (await home.seen()).balance_fen == before - 100 * isinstance(out, Withdrawal)
        await home.give(1)
        assert await home.unfreeze()
        assert not await home.unfreeze()


async def test_where_no_wallet_keeps_anything_it_is_sent_on(home: Household) -> None:
    home.custody = "provider"
    await home.give(300)
    await home.give(9)
    told = await home.told()
    await home.sweep()
    assert await home.told() == told + 1, "an account is missing"
    await home.sweep(hours=2)
    assert await home.told() == told + 1, "told once"
    assert await home.withdrawals() == []
    seen = await home.seen()
    assert (seen.top_up_obstacle, seen.withdrawal_obstacle) == ("no_top_up", "wallet_off")
    await home.freeze()
    await home.set_payee()
    await home.sweep()
    assert await home.withdrawals() == []
    await home.unfreeze()
    await home.sweep()
    await home.sweep(hours=1)
    assert [(each.fen, each.state) for each in await home.withdrawals()] == [(309, "paid")]
    await home.give(500)
    await home.sweep(minutes=1)
    assert ((await home.withdrawals())[0].fen, (await home.withdrawals())[0].state) == (500, "paid")
    await home.give(9)
    await home.sweep(minutes=1)
    assert (await home.seen()).balance_fen == 9, "too little to be sent"
    await home.give(1)
    await home.sweep(minutes=1)
    assert (await home.seen()).balance_fen == 0
    assert await home.findings() == []
