"""Gifts that are paid on their day, and those that cool off: what their givers may still do until they are sent."""

from datetime import timedelta
from typing import Any

import pytest

from kith import gifts
from kith.gifts.tests.test_hours import MIDNIGHT, events, shown
from kith.gifts.tests.town import FEN, Town
from tests.cast import ANN, BO


async def planned(town: Town, **other: Any) -> gifts.GiftId:
    gift_id = await town.give(send_at=MIDNIGHT, pay="then", **other)
    view = await town.giver(gift_id)
    assert (view.state, view.parts, view.pay_from) == ("planned", [], MIDNIGHT - timedelta(minutes=30))
    assert await town.available() == 5
    return gift_id


async def test_paid_on_its_day(town: Town) -> None:
    gift_id = await planned(town)
    town.now = MIDNIGHT - timedelta(minutes=30)
    await town.minute()
    view = await town.giver(gift_id)
    assert (view.state, view.pay_by, len(view.parts)) == ("unpaid", MIDNIGHT, 1)
    assert await town.available() == 4
    town.later(minutes=20)
    await town.pay(gift_id)
    assert (await town.giver(gift_id)).state == "scheduled"
    assert not await shown(town, gift_id)
    town.now = MIDNIGHT - timedelta(seconds=30)
    await town.minute()
    town.now = MIDNIGHT
    assert await shown(town, gift_id)
    assert await town.findings() == []


async def test_not_paid_on_its_day(town: Town) -> None:
    gift_id = await planned(town)
    town.now = MIDNIGHT - timedelta(minutes=30)
    await town.minute()
    await town.sweep(minutes=30)
    view = await town.giver(gift_id)
    assert (view.state, view.end_reason) == ("lapsed", None)
    assert not await shown(town, gift_id)
    assert await town.findings() == []


async def test_taken_back_before_its_day(town: Town) -> None:
    wish = town.wish(send_at=MIDNIGHT, pay="then")
    async with town.db.transaction() as tx:
        first = await gifts.give(tx, town.policy, ANN, wish, town.now)
        assert await gifts.give(tx, town.policy, ANN, wish, town.now) == first
    gone = await town.withdraw(wish.gift_id)
    assert (gone.state, gone.parts) == ("withdrawn", [])
    async with town.db.transaction() as tx:
        assert await gifts.give(tx, town.policy, ANN, wish, town.now) == gone
    await town.sweep(days=2)
    assert await town.giver(wish.gift_id) == gone
    assert await town.findings() == []


HINDRANCES = {
    "sold_out": "UPDATE stock SET units = 0",
    "not_for_sale": "UPDATE product SET state = 'delisted'",
    "price_changed": "UPDATE variant SET fen = fen + 1",
}


@pytest.mark.parametrize("reason", [*HINDRANCES, "over_weekly_ceiling"])
async def test_what_cannot_be_paid_on_its_day_lapses_and_says_why(town: Town, reason: str) -> None:
    gift_id = await planned(town)
    if reason in HINDRANCES:
        async with town.db.transaction() as tx:
            await tx.execute(HINDRANCES[reason])
    else:
        town.policy = gifts.Policy(weekly_fen=FEN - 1)
    town.now = MIDNIGHT - timedelta(minutes=30)
    await town.minute()
    view = await town.giver(gift_id)
    assert (view.state, view.end_reason, view.parts) == ("lapsed", reason, [])
    assert (await events(town, ANN))[-1][1] == gift_id
    assert await town.findings() == []


async def test_what_is_due_within_the_payment_window_is_paid_now(town: Town) -> None:
    gift_id = await town.give(send_at=town.now + timedelta(minutes=20), pay="then")
    assert (await town.giver(gift_id)).state == "unpaid"
    town.later(minutes=25)
    await town.pay(gift_id)
    assert (await town.giver(gift_id)).state == "waiting"


async def test_a_first_large_gift_cools_off(town: Town) -> None:
    gift_id = await town.offered(sku_id=town.golden)
    view = await town.giver(gift_id)
    assert (view.state, view.cool_until) == ("cooling", town.now + timedelta(hours=24))
    assert not await shown(town, gift_id)
    await town.sweep(hours=24, microseconds=-1)
    assert (await town.giver(gift_id)).state == "cooling"
    await town.sweep(microseconds=1)
    assert (await town.giver(gift_id)).state == "waiting"
    assert (await town.recipient(gift_id)).answer_by == town.now + timedelta(days=3)
    assert await town.findings() == []


async def test_one_thinks_it_over(town: Town) -> None:
    gift_id = await town.offered(sku_id=town.golden)
    await town.withdraw(gift_id)
    await town.sweep(days=2)
    assert await town.money(gift_id) == (0, 0, 0, FEN * 2)
    assert await events(town, BO) == []
    assert await town.findings() == []


@pytest.mark.parametrize("way", ["given", "received"])
async def test_those_who_know_each_other_by_a_gift_need_no_brake(town: Town, way: str) -> None:
    """From the day on that the giver sees it as received."""
    first = await town.shipped()
    await town.confirm(first)
    if way == "received":
        async with town.db.transaction() as tx:
            await tx.execute("ALTER TABLE gift DISABLE TRIGGER ALL")
            await tx.execute("UPDATE given SET person_id = %s, recipient_id = %s", [BO, ANN])
    assert (await town.giver(await town.offered(sku_id=town.golden))).state == "cooling"
    town.later(hours=12)
    assert (await town.giver(await town.offered(sku_id=town.golden))).state == "waiting"


@pytest.mark.parametrize(("hours", "then"), [(12, "waiting"), (36, "scheduled")])
async def test_it_cools_off_before_its_hour(town: Town, hours: int, then: str) -> None:
    gift_id = await town.offered(sku_id=town.golden, send_at=town.now + timedelta(hours=hours))
    assert (await town.giver(gift_id)).state == "cooling"
    await town.sweep(hours=24)
    assert (await town.giver(gift_id)).state == then
    if then == "scheduled":
        await town.sweep(hours=11, minutes=59)
        town.later(minutes=1)
    assert await shown(town, gift_id)


async def test_paid_on_its_day_it_is_asked_for_early_enough_to_cool_off(town: Town) -> None:
    send_at = town.now + timedelta(days=3)
    gift_id = await town.give(sku_id=town.golden, send_at=send_at, pay="then")
    await town.sweep(days=2, minutes=-30)
    assert (await town.giver(gift_id)).state == "unpaid"
    await town.pay(gift_id)
    await town.sweep(days=1)
    assert (await town.giver(gift_id)).state == "scheduled"
    await town.sweep(minutes=29)
    town.later(minutes=1)
    assert await shown(town, gift_id)
