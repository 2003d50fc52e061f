"""A shop that has not got what was taken, and one that is late: who may do what, and what each side sees."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from kith import gifts, mall, people
from kith.gifts.tests.test_accepting import BEIJING, refused
from kith.gifts.tests.test_secrecy import seen
from kith.gifts.tests.town import FEN, HOME, LESS, Town
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, EVE, FAY, GAO

ELSEWHERE = replace(HOME, street="Another Street 3")
MIDNIGHT = datetime.fromisoformat("2026-03-04T00:00+08:00")
"""The end of the day in Beijing on which what was accepted on the first of March at noon is late."""


async def lost(town: Town, sku_id: mall.SkuId | None = None) -> gifts.GiftId:
    """A gift whose shop has not got what was taken."""
    gift_id = await town.offered()
    await town.accept(gift_id, sku_id)
    await town.unable(gift_id, "sold_out")
    return gift_id


async def cancelling(town: Town, gift_id: gifts.GiftId, who: people.PersonId) -> str:
    """What becomes of a cancellation."""
    try:
        await town.cancel(gift_id, who)
    except Refusal as refusal:
        return refusal.code
    return "done"


async def test_the_recipient_chooses_again_and_the_address_is_kept(town: Town) -> None:
    gift_id = await lost(town)
    view = await town.recipient(gift_id)
    assert (view.state, view.value_fen, view.choose_by) == ("to_choose", FEN, town.now + timedelta(days=3))
    assert {choice.sku_id: choice.available for choice in view.choices} == {town.green: False, town.blue: True}
    assert (view.ship_by, view.parcel, view.late) == (None, None, False)
    assert (await town.giver(gift_id)).state == "accepted"
    with pytest.raises(gifts.AddressGone):
        await town.read(gift_id)
    assert (await town.available(), await town.money(gift_id)) == (4, (FEN, FEN, 0, 0))
    assert await town.findings() == []
    town.later(days=1)
    await town.accept(gift_id, town.blue, None)
    assert await town.state(gift_id) == "accepted"
    assert (await town.read(gift_id)).name == HOME.name
    assert (await town.available(), await town.available(town.blue)) == (4, 4)
    assert await town.findings() == []
    await town.ship(gift_id)
    await town.confirm(gift_id)
    await town.sweep(days=7)
    assert await town.money(gift_id) == (0, 0, FEN, 0)
    assert [step.state for step in (await town.giver(gift_id)).steps] == [
        "unpaid", "waiting", "accepted", "shipped", "received",
    ]  # fmt: skip
    assert await town.findings() == []


async def test_she_may_take_something_else_at_another_address(town: Town) -> None:
    await town.open_lamps()
    gift_id = await lost(town, town.blue)
    await town.accept(gift_id, town.small, ELSEWHERE, returned_fen=FEN - LESS)
    assert (await town.read(gift_id, FAY)).street == ELSEWHERE.street
    assert (await town.giver(gift_id)).returned_fen == FEN - LESS
    await town.unable(gift_id, "sold_out", FAY)
    assert await refused(town, gift_id, sku_id=town.tall, address=None) == "not_this_variant"
    assert await refused(town, gift_id, sku_id=town.green, address=None) == "too_dear"
    await town.sweep(days=3)
    assert await town.state(gift_id) == "cancelled"
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert [await town.available(each) for each in (town.green, town.blue, town.small, town.tall)] == [5, 4, 4, 5]
    assert await town.findings() == []


async def test_each_refusal_while_she_chooses(town: Town) -> None:
    await town.open_lamps(ships_to=("440000",))
    gift_id = await lost(town)
    assert await refused(town, gift_id, sku_id=town.green) == "sold_out"
    assert await refused(town, gift_id, sku_id=town.tall, address=BEIJING) == "outside_delivery_area"
    with pytest.raises(gifts.AlreadyAnswered):
        await town.decline(gift_id)
    with pytest.raises(gifts.AlreadyAccepted):
        await town.withdraw(gift_id)
    with pytest.raises(gifts.NothingSentYet):
        await town.confirm(gift_id)
    await town.correct(gift_id, BEIJING)
    assert await refused(town, gift_id, sku_id=town.tall, address=None) == "outside_delivery_area"
    town.later(days=3)
    assert await refused(town, gift_id, sku_id=town.blue) == "window_over"
    await town.sweep()
    assert await refused(town, gift_id, sku_id=town.blue) == "gift_ended"
    assert (await town.giver(gift_id)).state == "cancelled"


@pytest.mark.parametrize("reason", ["cannot_deliver", "other"])
async def test_any_other_reason_ends_the_gift(town: Town, reason: mall.UnableReason) -> None:
    gift_id = await town.accepted()
    await town.unable(gift_id, reason)
    await town.sweep()
    assert await town.state(gift_id) == "cancelled"
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.available() == 5


async def test_to_the_giver_choosing_again_is_a_plain_acceptance(town: Town) -> None:
    """In every byte at every hour, late as it is."""
    plain, again = await town.offered(ANN), await town.offered(CHEN)
    for gift_id in (plain, again):
        await town.accept(gift_id)
    for hour in range(90):
        if hour == 30:
            await town.unable(again, "sold_out")
        if hour == 65:
            await town.accept(again, town.blue, None)
        if hour == 70:
            await town.ship(plain)
            await town.ship(again, "SF1234567890124")
        await town.sweep(hours=1)
        assert await seen(town, plain, ANN) == await seen(town, again, CHEN), town.now
        assert (await town.giver(again, CHEN)).late == (town.now >= MIDNIGHT and hour < 83)
    assert (await town.giver(again, CHEN)).state == "shipped"


async def test_who_may_cancel_when(town: Town) -> None:
    """The recipient when the promise is over; the giver when that day is over in Beijing."""
    gift_id = await town.offered()
    assert await cancelling(town, gift_id, GAO) == "gift_not_found"
    assert await cancelling(town, gift_id, EVE) == "gift_not_found"
    assert await cancelling(town, gift_id, ANN) == "not_late"
    assert await cancelling(town, gift_id, BO) == "not_yet_accepted"
    await town.accept(gift_id)
    late_at = town.now + timedelta(hours=48)
    town.now = late_at - timedelta(microseconds=1)
    assert not (await town.recipient(gift_id)).late
    assert await cancelling(town, gift_id, BO) == "not_late"
    town.now = late_at
    assert (await town.recipient(gift_id)).late
    assert not (await town.giver(gift_id)).late
    assert await cancelling(town, gift_id, ANN) == "not_late"
    town.now = MIDNIGHT
    assert (await town.giver(gift_id)).late
    assert await cancelling(town, gift_id, ANN) == "done"
    assert await cancelling(town, gift_id, ANN) == "done"
    assert await cancelling(town, gift_id, BO) == "done"
    await town.sweep()
    assert (await town.giver(gift_id)).state == (await town.recipient(gift_id)).state == "cancelled"
    assert not (await town.giver(gift_id)).late
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.available() == 5
    assert await town.findings() == []


@pytest.mark.parametrize("who", [ANN, BO])
async def test_a_late_gift_that_was_sent_is_not_cancelled(town: Town, who: people.PersonId) -> None:
    gift_id = await town.accepted()
    town.now = MIDNIGHT + timedelta(hours=1)
    await town.ship(gift_id)
    assert await cancelling(town, gift_id, who) == "already_sent"
    view = await town.giver(gift_id)
    assert (view.state, view.late) == ("accepted", True)
    town.later(days=1)
    assert (await town.giver(gift_id)).late is False
    assert await town.findings() == []


@pytest.mark.parametrize("hours", [4, 47])
async def test_what_was_sent_in_time_is_never_late(town: Town, hours: int) -> None:
    """Not even on the day on which the giver cannot see yet that it was sent."""
    gift_id = await town.accepted()
    town.later(hours=hours)
    await town.ship(gift_id)
    for _ in range(30):
        await town.sweep(hours=2)
        assert not (await town.giver(gift_id)).late
        assert not (await town.recipient(gift_id)).late


@pytest.mark.parametrize("who", [ANN, BO])
async def test_a_gift_that_nobody_chose_again_can_be_cancelled(town: Town, who: people.PersonId) -> None:
    gift_id = await lost(town)
    if who == ANN:
        assert await cancelling(town, gift_id, who) == "not_late"
        town.now = MIDNIGHT
    assert await cancelling(town, gift_id, who) == "done"
    await town.sweep()
    assert await town.state(gift_id) == "cancelled"
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.timers(gift_id) == {}
    assert await town.findings() == []


async def test_the_order_that_she_chose_again_is_not_late_with_the_first(town: Town) -> None:
    gift_id = await lost(town)
    await town.sweep(days=2, hours=23)
    await town.accept(gift_id, town.blue)
    await town.sweep(hours=40)
    assert await town.state(gift_id) == "accepted"
    assert await cancelling(town, gift_id, BO) == "not_late"
    await town.sweep(hours=56)
    assert await town.state(gift_id) == "cancelled"
    assert await town.findings() == []
