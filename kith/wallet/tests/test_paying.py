"""Paying by wallet, its refunds, and top-ups."""

import asyncio
from datetime import timedelta

import pytest

from kith import ledger, payments, wallet
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.payments.attempt import AttemptDiffers, Checkout, GatewayNotFound
from kith.payments.charge import ChargePaid
from kith.wallet.tests.household import Household
from kith.wallet.topping_up import NoTopUp, TopUpOutside
from tests.cast import ANN, BO


async def test_a_charge_is_paid_within_the_request(home: Household) -> None:
    await home.give(30_000)
    await home.verify()
    charge_id = await home.charge(20_000)
    assert await home.shown(charge_id) == payments.PurseView(30_000, None)
    attempt_id = payments.AttemptId(ids.new(home.now))
    assert await home.pay(charge_id, attempt_id=attempt_id) == Checkout(attempt_id, "balance", None, None, None)
    async with home.db.transaction() as tx:
        charge = await payments.charge_of(tx, charge_id)
    assert (charge.state, charge.paid_attempt_id) == ("paid", attempt_id)
    assert await home.shown(charge_id) is None, "it cannot be paid again"
    seen = await home.seen()
    assert (seen.balance_fen, seen.limits.used_fen, seen.day.used_fen) == (10_000, 20_000, 20_000)
    assert await home.pay(charge_id, attempt_id=attempt_id) == Checkout(attempt_id, "balance", None, None, None)
    assert (await home.seen()).balance_fen == 10_000, "the same again is answered as the first time"
    assert await home.findings() == []


async def test_a_refund_is_there_at_once_and_no_gateway_is_asked(home: Household) -> None:
    await home.give(30_000)
    await home.verify()
    charge_id = await home.spend(20_000)
    home.later(minutes=1)
    back = await home.refund(charge_id, 15_000)
    assert (back.state, back.refunded_at) == ("refunded", home.now)
    assert (await home.seen()).balance_fen == 25_000
    await home.sweep(days=1)
    assert home.gateway.trades == {}
    with pytest.raises(payments.RefundTooMuch):
        await home.refund(charge_id, 5_001)
    assert [(line.kind, line.fen, line.balance_fen) for line in (await home.lines()).items] == [
        ("refund", 15_000, 25_000),
        ("paid", -20_000, 10_000),
        ("envelope", 30_000, 30_000),
    ]
    assert await home.findings() == []


async def test_what_came_back_does_not_count_against_the_limits(home: Household) -> None:
    await home.give(200_000)
    await home.verify(1)
    charge_id = await home.spend(90_000)
    with pytest.raises(payments.OverWalletLimit) as over:
        await home.spend(10_001)
    assert over.value.facts == {"left_fen": 10_000}
    await home.refund(charge_id, 90_000)
    assert (await home.seen()).limits.used_fen == 0
    await home.spend(100_000)


async def test_refusals_come_in_their_order_and_the_charge_says_so_before(home: Household) -> None:
    async def refused(fen: int) -> tuple[Refusal, payments.Obstacle | None]:
        charge_id = await home.charge(fen)
        shown = await home.shown(charge_id)
        with pytest.raises(Refusal) as refusal:
            await home.pay(charge_id)
        return refusal.value, shown.obstacle if shown else None

    home.policy = type(home.policy)(daily_fen=90_000)
    home.custody = "provider"
    await home.freeze()
    expected: list[type[Refusal]] = []
    for repair, refusal in (
        (None, payments.WalletOff),
        ("custody", payments.WalletFrozen),
        ("frozen", payments.IdentityNeeded),
        ("identity", payments.TooLittleInWallet),
        ("money", payments.OverWalletLimit),
        ("class", payments.OverWalletDay),
    ):
        if repair == "custody":
            home.custody = "licensed"
        elif repair == "frozen":
            await home.unfreeze()
        elif repair == "identity":
            await home.verify(1)
        elif repair == "money":
            await home.give(200_000)
        elif repair == "class":
            home.later(days=1)
            await home.verify(2)
        found, obstacle = await refused(110_000)
        assert isinstance(found, refusal)
        assert obstacle == refusal.code
        expected.append(refusal)
    assert tuple(expected) == payments.OBSTACLES
    await home.spend(90_000)


async def test_what_is_wrong_with_the_attempt_comes_first(home: Household) -> None:
    charge_id = await home.charge(100)
    with pytest.raises(payments.ChargeNotFound):
        await home.pay(charge_id, BO)
    with pytest.raises(GatewayNotFound):
        await home.pay(charge_id, way="qr")
    with pytest.raises(GatewayNotFound):
        await home.pay(charge_id, gateway="scripted")
    begun = ids.new(home.now)
    await home.pay(charge_id, attempt_id=begun, way="qr", gateway="scripted")
    with pytest.raises(AttemptDiffers):
        await home.pay(charge_id, attempt_id=begun)
    with pytest.raises(AttemptDiffers):
        await home.pay(await home.charge(100), attempt_id=begun)
    await home.give(100)
    await home.verify()
    await home.pay(charge_id)
    with pytest.raises(ChargePaid):
        await home.pay(charge_id)
    late = await home.charge(1)
    home.later(minutes=31)
    with pytest.raises(payments.ChargeOver):
        await home.pay(late)


async def test_what_is_not_wanted_any_more_moves_nothing(home: Household) -> None:
    await home.give(100)
    await home.verify()
    charge_id = await home.charge(100)
    home.refuse = True
    with pytest.raises(payments.ChargeOver):
        await home.pay(charge_id)
    assert (await home.seen()).balance_fen == 100
    assert [line.kind for line in (await home.lines()).items] == ["envelope"]


async def test_of_two_payments_from_one_balance_one_is_refused(home: Household) -> None:
    await home.give(100)
    await home.verify()
    for _ in range(3):
        charges = [await home.charge(60), await home.charge(60)]
        done = await asyncio.gather(*(home.pay(each) for each in charges), return_exceptions=True)
        assert sum(isinstance(each, Checkout) for each in done) == 1
        assert sum(isinstance(each, payments.TooLittleInWallet) for each in done) == 1
        await home.give(60)
    assert await home.findings() == []


async def test_of_two_payments_over_one_limit_one_is_refused(home: Household) -> None:
    await home.give(400_000)
    await home.verify(1)
    charges = [await home.charge(60_000), await home.charge(60_000)]
    done = await asyncio.gather(*(home.pay(each) for each in charges), return_exceptions=True)
    assert sum(isinstance(each, payments.OverWalletLimit) for each in done) == 1
    assert (await home.seen()).limits.used_fen == 60_000


async def test_the_same_attempt_at_once_is_one(home: Household) -> None:
    await home.give(100)
    await home.verify()
    charge_id, attempt_id = await home.charge(30), ids.new(home.now)
    done = await asyncio.gather(*(home.pay(charge_id, attempt_id=attempt_id) for _ in range(4)))
    assert len({each.attempt_id for each in done}) == 1
    assert (await home.seen()).balance_fen == 70


async def test_one_charge_is_paid_once_by_wallet_and_gateway(home: Household) -> None:
    await home.give(1_000)
    await home.verify()
    for _ in range(3):
        charge_id, by_gateway = await home.charge(100), ids.new(home.now)
        await home.pay(charge_id, attempt_id=by_gateway, way="qr", gateway="scripted")
        before = (await home.seen()).balance_fen
        home.gateway.pay(by_gateway.hex)
        home.later(minutes=1)
        done = await asyncio.gather(home.pay(charge_id), home.sweep(), return_exceptions=True)
        await home.sweep(minutes=2)
        by_wallet = isinstance(done[0], Checkout)
        assert (await home.seen()).balance_fen == before - 100 * by_wallet
        assert sum(home.gateway.trades[by_gateway.hex].refunds.values()) == 100 * by_wallet
    assert await home.findings() == []


async def test_a_freeze_is_before_or_after_a_payment(home: Household) -> None:
    await home.give(1_000)
    await home.verify()
    for _ in range(5):
        charge_id = await home.charge(100)
        before = (await home.seen()).balance_fen
        paid, frozen = await asyncio.gather(home.pay(charge_id), home.freeze(), return_exceptions=True)
        assert frozen is True
        assert isinstance(paid, Checkout | payments.WalletFrozen)
        assert (await home.seen()).balance_fen == before - 100 * isinstance(paid, Checkout)
        with pytest.raises(payments.WalletFrozen):
            await home.spend(1)
        await home.give(1)
        assert await home.unfreeze()


async def test_a_top_up_is_a_charge_that_ends_in_the_wallet(home: Household) -> None:
    await home.verify()
    top_up_id = ids.new(home.now)
    charge_id = await home.top_up(5_000, top_up_id)
    assert await home.top_up(5_000, top_up_id) == charge_id
    with pytest.raises(payments.ChargeDiffers):
        await home.top_up(5_001, top_up_id)
    assert await home.shown(charge_id) is None
    with pytest.raises(GatewayNotFound):
        await home.pay(charge_id)
    attempt_id, told = ids.new(home.now), await home.told()
    await home.pay(charge_id, attempt_id=attempt_id, way="qr", gateway="scripted")
    home.gateway.pay(attempt_id.hex)
    await asyncio.gather(*(home.sweep() for _ in range(3)))
    await home.sweep(minutes=1)
    [line] = (await home.lines()).items
    assert (line.kind, line.fen, line.balance_fen, line.ref) == ("top_up", 5_000, 5_000, charge_id)
    assert await home.told() == told + 1
    assert await home.findings() == []


async def test_a_top_up_whose_charge_was_paid_twice_comes_once(home: Household) -> None:
    await home.verify()
    charge_id = await home.top_up(5_000)
    both = [ids.new(home.now), ids.new(home.now)]
    for attempt_id in both:
        await home.pay(charge_id, attempt_id=attempt_id, way="qr", gateway="scripted")
        home.gateway.pay(attempt_id.hex)
    home.later(minutes=1)
    await asyncio.gather(home.sweep(), home.sweep())
    await home.sweep(minutes=5)
    assert (await home.seen()).balance_fen == 5_000
    assert sum(sum(home.gateway.trades[each.hex].refunds.values()) for each in both) == 5_000
    assert await home.findings() == []


async def test_refusals_of_a_top_up_come_in_their_order(home: Household) -> None:
    home.custody = "provider"
    await home.freeze()
    with pytest.raises(NoTopUp):
        await home.top_up(1)
    home.custody = "licensed"
    with pytest.raises(payments.WalletFrozen):
        await home.top_up(1)
    await home.unfreeze()
    assert (await home.seen()).top_up_obstacle == "identity_needed"
    with pytest.raises(payments.IdentityNeeded):
        await home.top_up(1)
    await home.verify()
    for fen in (99, 500_001):
        with pytest.raises(TopUpOutside) as outside:
            await home.top_up(fen)
        assert outside.value.facts == {"smallest_fen": 100, "largest_fen": 500_000}
    assert (await home.seen()).top_up_obstacle is None


async def test_a_day_is_over_after_24_hours_and_a_year_in_beijing(home: Household) -> None:
    await home.give(3_000_000)
    await home.verify(2)
    await home.spend(500_000)
    seen = await home.seen()
    assert (seen.day.used_fen, seen.day.ends_at) == (500_000, home.now + timedelta(hours=24))
    with pytest.raises(payments.OverWalletDay):
        await home.spend(1)
    home.later(hours=24)
    await home.spend(1)
    seen = await home.seen()
    assert (seen.day.used_fen, seen.limits.used_fen, seen.limits.window) == (1, 500_001, "year")
    home.later(days=365)
    seen = await home.seen()
    assert (seen.day.used_fen, seen.day.ends_at, seen.limits.used_fen) == (0, None, 0)
    assert seen.limits.limit_fen == 10_000_000


async def test_what_comes_when_its_owner_has_left_is_found_and_set_aside(home: Household) -> None:
    await home.verify()
    await home.give(1_009)
    charge_id = await home.spend(1_000)
    async with home.db.transaction() as tx:
        with pytest.raises(wallet.OwnerIsThere):
            await wallet.set_aside(tx, ANN, reason="too early", by="op", now=home.now)
        await wallet.forget_person(tx, ANN, home.now, policy=home.policy)
        await tx.execute("UPDATE person SET phone_key = NULL, left_at = %s WHERE person_id = %s", [home.now, ANN])
    assert await home.findings() == [], "too little to be sent was set aside"
    await home.refund(charge_id, 700)
    assert [(one.check, one.subject) for one in await home.findings()] == [("wallet_has_an_owner", str(ANN))]
    assert await wallet.list_orphans(home.db) == [wallet.Orphan(ANN, 700)]
    for expected in (700, 0):
        async with home.db.transaction() as tx:
            assert await wallet.set_aside(tx, ANN, reason="her gift ended", by="op", now=home.now) == expected
    async with home.db.transaction() as tx:
        done = await wallet.list_set_aside(tx, 10)
        assert sorted((one.number, one.fen, one.decided_by) for one in done) == [(1, 9, "kith"), (2, 700, "op")]
        assert (await ledger.balances(tx, [wallet.UNCLAIMED]))[wallet.UNCLAIMED].free == 709
    assert await home.findings() == []
