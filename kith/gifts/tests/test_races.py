"""Deeds that collide, with real commits: exactly one wins, and the books balance whichever it is."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import pytest

from kith import gifts
from kith.gifts.expire import expire
from kith.gifts.lapse import lapse
from kith.gifts.tests.town import FEN, LESS, Town
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from tests.cast import ANN, BO, CHEN, DEE

ROUNDS = range(4)


async def together(*deeds: Coroutine[Any, Any, object]) -> list[str]:
    """Run all at once: what became of each, `done` or the code of its refusal."""

    async def outcome(deed: Coroutine[Any, Any, object]) -> str:
        try:
            await deed
        except Refusal as refusal:
            return refusal.code
        return "done"

    return await asyncio.gather(*(outcome(deed) for deed in deeds))


async def at(town: Town, moment: datetime) -> Town:
    """The same town, seen by somebody whose clock shows another moment."""
    other = Town(town.db, moment, town.policy, town.gateway)
    other.shop = town.shop
    other.green, other.blue, other.golden = town.green, town.blue, town.golden
    return other


@pytest.mark.parametrize("round_", ROUNDS)
async def test_accept_against_expire(town: Town, round_: int) -> None:
    gift_id = await town.offered()
    last, over = town.now + timedelta(days=3, microseconds=-1), town.now + timedelta(days=3)
    early = await at(town, last)

    async def expiring() -> None:
        async with town.db.transaction() as tx:
            await expire(tx, gift_id, over)

    outcomes = await together(*[early.accept(gift_id), expiring()][:: 1 if round_ % 2 else -1])
    state = await town.state(gift_id)
    assert state in ("accepted", "expired")
    assert sorted(outcomes) == (["done", "done"] if state == "accepted" else ["done", "gift_ended"])
    town.now = over
    await town.sweep()
    assert await town.money(gift_id) == ((FEN, FEN, 0, 0) if state == "accepted" else (0, 0, 0, FEN))
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_withdraw_against_accept(town: Town, round_: int) -> None:
    gift_id = await town.offered()
    outcomes = await together(*[town.accept(gift_id, town.blue), town.withdraw(gift_id)][:: 1 if round_ % 2 else -1])
    state = await town.state(gift_id)
    assert sorted(outcomes) == ["already_accepted" if state == "accepted" else "done", "done"] or sorted(outcomes) == [
        "done",
        "gift_ended",
    ]
    assert outcomes.count("done") == 1
    await town.sweep()
    assert (await town.available(), await town.available(town.blue)) == ((5, 4) if state == "accepted" else (5, 5))
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_two_acceptances(town: Town, round_: int) -> None:
    gift_id = await town.offered()
    outcomes = await together(town.accept(gift_id, town.green), town.accept(gift_id, town.blue))
    assert sorted(outcomes) == ["already_answered", "done"]
    assert await town.available() + await town.available(town.blue) == 9
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_accept_against_decline_against_block(town: Town, round_: int) -> None:
    gift_id = await town.offered()
    await together(town.accept(gift_id), town.decline(gift_id), town.block(BO, ANN), town.withdraw(gift_id))
    await town.sweep(days=3)
    assert await town.state(gift_id) in ("accepted", "expired", "withdrawn")
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_payment_against_lapse(town: Town, round_: int) -> None:
    gift_id = await town.give()
    charge_id, attempt_id = await town.charge(gift_id), await town.open_cashier(gift_id)
    town.gateway.pay(attempt_id.hex)
    town.later(minutes=30)

    async def lapsing() -> None:
        async with town.db.transaction() as tx:
            await lapse(tx, gift_id, town.now)

    await together(*[town.tend(charge_id, attempt_id), lapsing()][:: 1 if round_ % 2 else -1])
    state = await town.state(gift_id)
    assert state in ("offered", "lapsed")
    await town.sweep(minutes=1)
    assert await town.money(gift_id) == ((FEN, FEN, 0, 0) if state == "offered" else (0, 0, 0, FEN))
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_payment_against_block(town: Town, round_: int) -> None:
    gift_id = await town.give()
    await together(town.pay(gift_id), town.block(BO, ANN))
    await town.sweep()
    assert (await town.giver(gift_id)).state == "waiting"
    async with town.db.transaction() as tx:
        cursor = await tx.execute("SELECT quietly_declined_at FROM gift WHERE gift_id = %s", [gift_id])
        assert (await cursor.fetchone() or (None,))[0] is not None


async def test_the_same_gift_sent_many_times_is_one(town: Town) -> None:
    wish = town.wish()

    async def send() -> None:
        async with town.db.transaction() as tx:
            await gifts.give(tx, town.policy, ANN, wish, town.now)

    assert await together(*(send() for _ in range(8))) == ["done"] * 8
    assert await town.available() == 4


async def test_givers_at_once_do_not_pass_the_door_or_the_limit_together(town: Town) -> None:
    outcomes = await together(*(town.give(giver) for giver in (ANN, CHEN, DEE) for _ in range(4)))
    assert outcomes.count("done") == 5
    assert set(outcomes) <= {"done", "door_closed", "too_many_unpaid", "sold_out"}


async def test_paying_and_giving_back_at_one_shop_do_not_wait_in_a_circle(db: Database, now: datetime) -> None:
    town = await Town(db, now).build(units=40)
    async with db.transaction() as tx:
        await tx.execute("UPDATE gift_door SET per_week = 100")
    town.policy = gifts.Policy(unpaid_gifts=100)
    paid = [await town.offered() for _ in range(8)]
    unpaid = [await town.give() for _ in range(8)]
    deeds = [deed for one, other in zip(paid, unpaid, strict=True) for deed in (town.withdraw(one), town.pay(other))]
    assert await together(*deeds) == ["done"] * 16
    await town.sweep()
    assert await town.findings() == []


async def test_two_sweeps_do_each_thing_once(town: Town) -> None:
    given = [await town.offered() for _ in range(4)]
    town.later(days=3)
    await asyncio.gather(*(gifts.sweep(town.db, town.policy, town.now) for _ in range(3)))
    await town.sweep()
    for gift_id in given:
        assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_two_who_take_the_last_one(town: Town, round_: int) -> None:
    await town.open_lamps(units=1)
    one, other = await town.offered(ANN), await town.offered(CHEN)
    outcomes = await together(*[town.accept(each, town.tall) for each in (one, other)][:: 1 if round_ % 2 else -1])
    assert sorted(outcomes) == ["done", "sold_out"]
    assert sorted([await town.state(one), await town.state(other)]) == ["accepted", "offered"]
    assert (await town.available(town.tall), await town.available()) == (0, 4)
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_two_who_take_each_others_goods(town: Town, round_: int) -> None:
    """Neither waits for the other in a circle, though one pays the shop that the other leaves."""
    await town.open_lamps(units=2)
    vase, lamp = await town.offered(ANN), await town.offered(CHEN, sku_id=town.tall)
    deeds = [town.accept(vase, town.small, returned_fen=FEN - LESS), town.accept(lamp, town.green)]
    assert await together(*deeds[:: 1 if round_ % 2 else -1]) == ["done", "done"]
    await town.sweep()
    assert (await town.available(town.tall), await town.available(town.small), await town.available()) == (2, 1, 4)
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_choosing_again_against_the_giver_who_cancels(town: Town, round_: int) -> None:
    gift_id = await town.accepted()
    town.later(hours=20)
    await town.unable(gift_id, "sold_out")
    town.later(hours=44)
    deeds = [town.accept(gift_id, town.blue, None), town.cancel(gift_id, ANN)]
    outcomes = await together(*deeds[:: 1 if round_ % 2 else -1])
    accepting, cancelling = outcomes if round_ % 2 else outcomes[::-1]
    state = await town.state(gift_id)
    assert (state, accepting, cancelling) in {
        ("accepted", "done", "not_late"),
        ("cancelled", "done", "done"),
        ("cancelled", "gift_ended", "done"),
    }
    await town.sweep()
    assert await town.findings() == []
