"""Accepting and declining: each refusal, in the order of the checks."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from kith import gifts, merchants
from kith.gifts.tests.town import HOME, RING, Town
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from tests.cast import ANN, BO, GAO

BEIJING = replace(HOME, province="110000", city="110100", district="110101")


async def refused(town: Town, gift_id: gifts.GiftId, **other: object) -> str:
    """The code with which accepting is refused."""
    said: dict[str, object] = {"recipient_id": BO, "sku_id": town.green, "address": HOME} | other
    recipient_id = said.pop("recipient_id")
    with pytest.raises(Refusal) as caught:
        async with town.db.transaction() as tx:
            await gifts.accept(
                tx,
                RING,
                town.policy,
                gift_id=gift_id,
                recipient_id=recipient_id,
                answer=gifts.Answer(**said),
                now=town.now,
            )
    return caught.value.code


async def test_the_first_reason_is_the_answer(db: Database, now: datetime) -> None:
    """Everything is wrong at first; one thing after the other is put right."""
    town = await Town(db, now).build(units=1, ships_to=("440000",))
    wrong: dict[str, object] = {"recipient_id": GAO, "sku_id": ids.new(now), "address": replace(BEIJING, city="440300")}
    gift_id = await town.offered(window_days=1)
    async with db.transaction() as tx:
        await merchants.block_shop(tx, BO, town.shop, now)
        await tx.execute("UPDATE stock SET units = 0 WHERE sku_id = %s", [town.blue])
    town.later(days=1)
    assert await refused(town, gift_id, **wrong) == "gift_not_found"
    wrong |= {"recipient_id": BO}
    assert await refused(town, gift_id, **wrong) == "window_over"
    town.now = now
    assert await refused(town, gift_id, **wrong) == "unknown_region"
    wrong |= {"address": BEIJING}
    assert await refused(town, gift_id, **wrong) == "variant_not_found"
    wrong |= {"sku_id": town.golden}
    assert await refused(town, gift_id, **wrong) == "not_this_variant"
    wrong |= {"sku_id": town.blue}
    assert await refused(town, gift_id, **wrong) == "shop_blocked"
    async with db.transaction() as tx:
        await merchants.unblock_shop(tx, BO, town.shop)
    assert await refused(town, gift_id, **wrong) == "outside_delivery_area"
    wrong |= {"address": HOME}
    assert await refused(town, gift_id, **wrong) == "sold_out"
    await town.accept(gift_id)
    assert await refused(town, gift_id, sku_id=town.blue) == "already_answered"
    assert await town.findings() == []


async def test_the_same_yes_again_is_answered_as_it_stands(town: Town) -> None:
    gift_id = await town.offered()
    first = await town.accept(gift_id, town.blue)
    available = await town.available(town.blue)
    town.later(minutes=1)
    assert await town.accept(gift_id, town.blue) == first
    assert await town.available(town.blue) == available
    other = replace(HOME, street="Keyuan Road 16")
    assert await refused(town, gift_id, sku_id=town.blue, address=other) == "already_answered"
    assert await refused(town, gift_id, sku_id=town.green) == "already_answered"
    await town.unable(gift_id)
    assert await refused(town, gift_id, sku_id=town.blue) == "gift_ended"


async def test_an_unpaid_gift_does_not_exist_for_the_recipient(town: Town) -> None:
    gift_id = await town.give()
    assert await refused(town, gift_id) == "gift_not_found"
    with pytest.raises(gifts.GiftNotFound):
        await town.decline(gift_id)
    with pytest.raises(gifts.GiftNotFound):
        await town.recipient(gift_id)
    async with town.db.transaction() as tx:
        assert (await gifts.list_received(tx, BO, limit=20, after=None, now=town.now)).items == []


async def test_the_choices_are_the_variants_of_the_same_price(town: Town) -> None:
    gift_id = await town.offered()
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE stock SET units = 0 WHERE sku_id = %s", [town.blue])
        await tx.execute("UPDATE stock SET units = 1 WHERE sku_id = %s", [town.green])
    view = await town.recipient(gift_id)
    assert (view.shop, view.shop_blocked) == ("Vases", False)
    assert [(choice.sku_id, choice.available) for choice in view.choices] == [(town.green, True), (town.blue, False)]
    await town.decline(gift_id)
    assert (await town.recipient(gift_id)).choices == []


async def test_declining_twice_and_changing_ones_mind(town: Town) -> None:
    quiet, told = await town.offered(), await town.offered()
    for gift_id, tell in ((quiet, False), (told, True)):
        first = await town.decline(gift_id, tell=tell)
        town.later(minutes=1)
        assert await town.decline(gift_id, tell=tell) == first
        with pytest.raises(gifts.AlreadyAnswered):
            await town.decline(gift_id, tell=not tell)
        assert await refused(town, gift_id) == "already_answered"


@pytest.mark.parametrize("window", [1, 3, 7, 14, 30])
async def test_the_window_is_the_givers_choice(town: Town, window: int) -> None:
    gift_id = await town.offered(window_days=window)
    assert (await town.giver(gift_id)).answer_by == town.now + timedelta(days=window)
    await town.sweep(days=window, microseconds=-1)
    assert await town.state(gift_id) == "offered"
    await town.sweep(microseconds=1)
    assert await town.state(gift_id) == "expired"


async def test_withdrawing_once_twice_and_too_late(town: Town) -> None:
    gift_id = await town.offered()
    first = await town.withdraw(gift_id)
    assert await town.withdraw(gift_id) == first
    async with town.db.transaction() as tx:
        with pytest.raises(gifts.GiftNotFound):
            await gifts.withdraw(tx, gift_id, BO, town.now)
    accepted = await town.accepted()
    with pytest.raises(gifts.AlreadyAccepted):
        await town.withdraw(accepted)
    expired = await town.offered()
    await town.sweep(days=3)
    with pytest.raises(gifts.GiftEnded):
        await town.withdraw(expired)
    assert (await town.giver(expired)).recipient.person_id == BO
    assert (await town.recipient(expired)).giver.person_id == ANN
