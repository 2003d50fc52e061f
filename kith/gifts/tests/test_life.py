"""The life of a gift: every way through and every way out, with its money, its unit, its deadline and its views."""

from datetime import UTC, datetime, timedelta

import pytest

from kith import gifts
from kith.gifts.tests.town import FEN, Town
from tests.cast import ANN, BO


async def test_from_the_wish_to_the_settlement(town: Town) -> None:
    gift_id = await town.give()
    assert (await town.giver(gift_id)).state == "unpaid"
    assert await town.available() == 4
    assert await town.timers(gift_id) == {"lapse": town.now + timedelta(minutes=30)}

    await town.pay(gift_id)
    assert (await town.giver(gift_id)).state == "waiting"
    assert (await town.recipient(gift_id)).state == "offered"
    assert await town.money(gift_id) == (FEN, FEN, 0, 0)
    assert await town.timers(gift_id) == {
        "half_time": town.now + timedelta(days=1.5),
        "last_day": town.now + timedelta(days=2),
        "expire": town.now + timedelta(days=3),
    }

    await town.accept(gift_id, town.blue)
    assert (await town.available(), await town.available(town.blue)) == (5, 4)
    assert await town.timers(gift_id) == {
        "late": town.now + timedelta(hours=48),
        "show_late": datetime(2026, 3, 3, 16, tzinfo=UTC),
        "ship_late": town.now + timedelta(hours=96),
    }
    assert (await town.read(gift_id)).street == "Keyuan Road 15-802"

    town.later(hours=5)
    await town.ship(gift_id)
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert await town.timers(gift_id) == {"ask_receipt": town.now + timedelta(days=15), "show_step": midnight}
    await town.sweep(days=1)
    await town.carrier("in_transit")
    assert await town.timers(gift_id) == {
        "ask_receipt": town.now + timedelta(days=15),
        "show_step": midnight + timedelta(days=1),
    }
    assert (await town.recipient(gift_id)).state == "in_delivery"
    await town.sweep(days=1)
    await town.carrier("delivered")
    received = town.now
    assert await town.timers(gift_id) == {
        "show_step": midnight + timedelta(days=2),
        "settle": received + timedelta(days=7),
        "destroy_key": received + timedelta(days=30),
    }
    assert await town.money(gift_id) == (FEN, FEN, 0, 0)
    await town.sweep(days=7)
    assert await town.money(gift_id) == (0, 0, FEN, 0)
    await town.sweep(days=23)
    assert await town.timers(gift_id) == {}
    assert [step.state for step in (await town.recipient(gift_id)).steps] == [
        "offered", "accepted", "shipped", "in_delivery", "received",
    ]  # fmt: skip
    assert await town.findings() == []


async def test_the_giver_sees_days_that_are_over_and_no_hour(town: Town) -> None:
    gift_id = await town.accepted()
    town.later(hours=2)
    await town.ship(gift_id)
    assert (await town.giver(gift_id)).state == "accepted"
    town.later(hours=9, minutes=59)
    assert (await town.giver(gift_id)).state == "accepted"
    town.later(minutes=1)
    view = await town.giver(gift_id)
    assert (view.state, str(view.steps[-1].day)) == ("shipped", "2026-03-01")


async def test_the_parcel_is_silent_the_recipient_is_asked_and_silence_is_receipt(town: Town) -> None:
    gift_id = await town.shipped()
    await town.sweep(days=15)
    assert (await town.recipient(gift_id)).asked_at == town.now
    assert await town.timers(gift_id) == {"assume_receipt": town.now + timedelta(days=7)}
    await town.sweep(days=6, hours=23)
    assert await town.state(gift_id) == "shipped"
    await town.sweep(hours=1)
    assert await town.state(gift_id) == "received"
    assert (await town.recipient(gift_id)).parcel.state == "received"
    assert await town.findings() == []


async def test_news_of_the_parcel_breaks_the_silence(town: Town) -> None:
    gift_id = await town.shipped()
    await town.sweep(days=15)
    town.later(days=1)
    await town.carrier("in_transit")
    assert (await town.recipient(gift_id)).asked_at is None
    timers = await town.timers(gift_id)
    assert timers.keys() == {"ask_receipt", "show_step"}
    assert timers["ask_receipt"] == town.now + timedelta(days=15)


async def test_the_recipient_confirms_once_and_the_carrier_comes_late(town: Town) -> None:
    gift_id = await town.shipped()
    first = await town.confirm(gift_id)
    assert first.state == "received"
    town.later(hours=1)
    assert await town.confirm(gift_id) == first
    await town.carrier("delivered")
    assert (await town.recipient(gift_id)).steps == first.steps


@pytest.mark.parametrize(
    ("way", "recipient", "giver"),
    [
        ("lapse", None, "lapsed"),
        ("withdraw_unpaid", None, "withdrawn"),
        ("withdraw", "withdrawn", "withdrawn"),
        ("tell", "declined", "declined"),
        ("decline", "declined", "not_taken_up"),
        ("expire", "expired", "not_taken_up"),
        ("unable", "cancelled", "cancelled"),
        ("late", "cancelled", "cancelled"),
        ("giver_blocks_unpaid", None, "withdrawn"),
        ("giver_blocks", "withdrawn", "withdrawn"),
        ("recipient_blocks", "declined", "not_taken_up"),
        ("recipient_blocks_unpaid", None, "not_taken_up"),
    ],
)
async def test_every_way_out_gives_all_of_it_back(town: Town, way: str, recipient: str | None, giver: str) -> None:
    unpaid = way in ("lapse", "withdraw_unpaid", "giver_blocks_unpaid", "recipient_blocks_unpaid")
    gift_id = await (town.give() if unpaid else town.offered())
    match way:
        case "withdraw" | "withdraw_unpaid":
            await town.withdraw(gift_id)
        case "tell" | "decline":
            await town.decline(gift_id, tell=way == "tell")
        case "unable" | "late":
            await town.accept(gift_id, town.blue)
            if way == "unable":
                await town.unable(gift_id)
        case "giver_blocks" | "giver_blocks_unpaid":
            await town.block(ANN, BO)
        case "recipient_blocks" | "recipient_blocks_unpaid":
            await town.block(BO, ANN)
            if unpaid:
                await town.pay(gift_id)
        case _:
            pass
    await town.sweep(minutes=30 if way == "lapse" else 0)
    await town.sweep(days={"late": 4, "decline": 3, "expire": 3}.get(way, 3 if "recipient_blocks" in way else 0))
    assert (await town.giver(gift_id)).state == giver
    if recipient is not None:
        assert (await town.recipient(gift_id)).state == recipient
    assert await town.timers(gift_id) == {}
    paid = not unpaid or way == "recipient_blocks_unpaid"
    assert await town.money(gift_id) == (0, 0, 0, FEN if paid else 0)
    assert (await town.available(), await town.available(town.blue)) == (5, 5)
    assert await town.findings() == []


async def test_money_that_comes_after_the_end_goes_back(town: Town) -> None:
    gift_id = await town.give()
    charge_id, attempt_id = await town.charge(gift_id), await town.open_cashier(gift_id)
    town.gateway.pay(attempt_id.hex)
    town.later(minutes=30)
    await gifts.sweep(town.db, town.policy, town.now)
    await town.tend(charge_id, attempt_id)
    await town.sweep(minutes=1)
    view = await town.giver(gift_id)
    assert view.state == "lapsed"
    [back] = view.parts[0].refunds
    assert (back.gateway, back.fen, back.state) == ("scripted", FEN, "refunded")
    assert (back.wanted_at, back.refunded_at) == (town.now - timedelta(minutes=1), town.now)
    assert await town.findings() == []


async def test_a_late_payment_whose_unit_has_gone_goes_back(town: Town) -> None:
    gift_id = await town.give()
    charge_id, attempt_id = await town.charge(gift_id), await town.open_cashier(gift_id)
    town.gateway.pay(attempt_id.hex)
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE stock_hold SET state = 'back', reserved_until = NULL")
        await tx.execute("UPDATE stock SET units = 0, held = 0")
    await town.tend(charge_id, attempt_id)
    await town.sweep(minutes=31)
    assert (await town.giver(gift_id)).state == "lapsed"
    assert await town.money(gift_id) == (0, 0, 0, FEN)


async def test_who_joins_the_shop_meanwhile_ends_the_gift(town: Town) -> None:
    gift_id = await town.offered()
    async with town.db.transaction() as tx:
        await tx.execute("INSERT INTO merchant_staff VALUES (%s, %s, %s)", [town.shop, ANN, town.now])
    assert isinstance(await town.accept(gift_id), gifts.ShopCannotServe)
    await town.sweep()
    assert (await town.giver(gift_id)).state == "cancelled"
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.findings() == []


async def test_nobody_joins_a_shop_that_can_read_where_their_gift_goes(town: Town) -> None:
    async def may_join() -> bool:
        async with town.db.transaction() as tx:
            return await gifts.may_join_shop(tx, town.shop, ANN)

    gift_id = await town.offered()
    assert await may_join()
    await town.accept(gift_id)
    assert not await may_join()
    await town.ship(gift_id)
    await town.confirm(gift_id)
    await town.sweep(days=29, hours=23)
    assert not await may_join()
    await town.sweep(hours=1)
    assert await may_join()


async def test_blocking_leaves_accepted_gifts_alone(town: Town) -> None:
    gift_id = await town.accepted()
    await town.block(BO, ANN)
    await town.ship(gift_id)
    await town.confirm(gift_id)
    assert await town.state(gift_id) == "received"


async def test_a_parcel_in_trouble_is_shown_to_the_operator(town: Town) -> None:
    async def stuck() -> list[str]:
        async with town.db.transaction() as tx:
            return [row.why for row in await gifts.stuck(tx, town.policy, town.now)]

    await town.shipped()
    await town.carrier("exception")
    assert await stuck() == ["parcel_in_trouble"]
    town.later(hours=1)
    await town.carrier("in_transit")
    assert await stuck() == []
    town.later(days=15, minutes=16)
    assert await stuck() == ["show_step", "ask_receipt"]
