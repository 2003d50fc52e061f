"""The numbers on the gift box: what waits for an answer, and what for a payment."""

import pytest

from kith import people
from kith.gifts.gift_box import GiftSummary
from kith.gifts.tests.town import Town
from kith.gifts.view_gift_summary import view_gift_summary
from tests.cast import ANN, BO


async def box(town: Town, person: people.PersonId) -> GiftSummary:
    async with town.db.transaction() as tx:
        return await view_gift_summary(tx, person, town.now)


async def test_what_is_given_waits_for_its_payment_and_then_for_an_answer(town: Town) -> None:
    assert [await box(town, person) for person in (ANN, BO)] == [GiftSummary(0, 0, 0)] * 2
    gift_id = await town.give()
    assert [await box(town, person) for person in (ANN, BO)] == [GiftSummary(0, 1, 0), GiftSummary(0, 0, 0)]
    await town.pay(gift_id)
    assert [await box(town, person) for person in (ANN, BO)] == [GiftSummary(0, 0, 0), GiftSummary(1, 0, 0)]
    await town.offered()
    await town.give()
    assert [await box(town, person) for person in (ANN, BO)] == [GiftSummary(0, 1, 0), GiftSummary(2, 0, 0)]
    town.later(minutes=31)
    assert await box(town, ANN) == GiftSummary(0, 0, 0), "too late to be paid, swept or not"


@pytest.mark.parametrize("way", ["accept", "decline", "withdraw"])
async def test_what_has_its_answer_waits_no_more(town: Town, way: str) -> None:
    gift_id = await town.offered(window_days=30)
    assert await box(town, BO) == GiftSummary(1, 0, 0)
    await getattr(town, way)(gift_id)
    assert await box(town, BO) == GiftSummary(0, 0, 0)


@pytest.mark.parametrize("days", [1, 30])
async def test_a_gift_waits_as_long_as_its_window(town: Town, days: int) -> None:
    await town.offered(window_days=days)
    town.later(days=days, seconds=-1)
    assert await box(town, BO) == GiftSummary(1, 0, 0)
    town.later(seconds=1)
    assert await box(town, BO) == GiftSummary(0, 0, 0), "swept or not"
