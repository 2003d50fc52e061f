"""Taking something else than was given: each refusal in the order of the checks, and where the money and units go."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import gifts, mall, merchants, payments, people
from kith.gifts import part as parts
from kith.gifts.part import Part
from kith.gifts.tests.test_accepting import BEIJING, refused
from kith.gifts.tests.test_secrecy import seen
from kith.gifts.tests.town import FEN, HOME, LESS, Town
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, GAO

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
BACK = FEN - LESS


@pytest.fixture
async def street(town: Town) -> Town:
    """The town with its second shop."""
    await town.open_lamps()
    return town


async def list_product(town: Town, decision: mall.Decision) -> None:
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE product SET state = %s WHERE product_id = %s", [decision, town.lamp])


async def hire(town: Town, who: people.PersonId) -> None:
    async with town.db.transaction() as tx:
        await merchants.hire(tx, town.lamps, who, town.now)


async def fire(town: Town) -> None:
    async with town.db.transaction() as tx:
        for table in ("merchant_staff", "staff_merchant"):
            await tx.execute(f"DELETE FROM {table} WHERE merchant_id = %s AND person_id <> %s", [town.lamps, FAY])


async def swaps(town: Town, gift_id: gifts.GiftId, **other: object) -> list[tuple[str, int]]:
    """What is offered in its place: titles and prices, page after page."""
    wanted: dict[str, object] = {"text": None, "category": None, "province": None, "limit": 2, "after": None, **other}
    found = []
    while True:
        async with town.db.transaction() as tx:
            page = await gifts.list_swaps(tx, gift_id, BO, **wanted, now=town.now)
        found += [(card.title, card.from_fen) for card in page.items]
        if page.next is None:
            return found
        wanted["after"] = page.next


async def test_the_first_reason_is_the_answer(town: Town) -> None:
    """Everything is wrong at first; one thing after the other is put right."""
    await town.open_lamps(units=1, ships_to=("440000",))
    gift_id = await town.offered()
    wrong: dict[str, object] = {"sku_id": town.great, "address": None, "returned_fen": 1}
    async with town.db.transaction() as tx:
        await merchants.block_shop(tx, BO, town.lamps, town.now)
        await tx.execute("UPDATE stock SET units = 0 WHERE sku_id = %s", [town.small])
    await list_product(town, "delisted")
    await hire(town, ANN)
    assert await refused(town, gift_id, **wrong) == "address_needed"
    wrong |= {"address": replace(BEIJING, city="440300")}
    assert await refused(town, gift_id, **wrong) == "unknown_region"
    wrong |= {"address": BEIJING}
    assert await refused(town, gift_id, **wrong) == "too_dear"
    wrong |= {"sku_id": town.small}
    assert await refused(town, gift_id, **wrong) == "not_for_sale"
    await list_product(town, "listed")
    assert await refused(town, gift_id, **wrong) == "shop_too_near"
    await fire(town)
    await hire(town, BO)
    assert await refused(town, gift_id, **wrong) == "shop_too_near"
    await fire(town)
    assert await refused(town, gift_id, **wrong) == "shop_blocked"
    async with town.db.transaction() as tx:
        await merchants.unblock_shop(tx, BO, town.lamps)
    assert await refused(town, gift_id, **wrong) == "outside_delivery_area"
    wrong |= {"address": HOME}
    assert await refused(town, gift_id, **wrong) == "swap_differs"
    wrong |= {"returned_fen": BACK}
    assert await refused(town, gift_id, **wrong) == "sold_out"
    assert await town.findings() == []
    await town.accept(gift_id, town.tall)
    assert await refused(town, gift_id, **wrong) == "already_answered"
    assert await town.findings() == []


async def test_who_is_told_of_a_difference_is_told_how_much(street: Town) -> None:
    gift_id = await street.offered()
    for said in (0, BACK - 1, BACK + 1):
        with pytest.raises(gifts.SwapDiffers) as caught:
            await street.accept(gift_id, street.small, returned_fen=said)
        assert caught.value.facts == {"fen": LESS, "returned_fen": BACK}
    with pytest.raises(gifts.SwapDiffers):
        await street.accept(gift_id, street.tall, returned_fen=1)


async def test_for_the_same_value_the_money_and_the_order_go_to_the_other_shop(street: Town) -> None:
    gift_id = await street.offered()
    view = await street.accept(gift_id, street.tall)
    assert isinstance(view, gifts.ReceivedGift)
    assert (view.title, view.in_place_of, view.merchant_id, view.value_fen) == ("Lamp", "Vase", street.lamps, None)
    assert (await street.available(), await street.available(street.tall)) == (5, 4)
    assert (await street.read(gift_id, FAY)).name == HOME.name
    with pytest.raises(mall.OrderNotFound):
        await street.read(gift_id, EVE)
    assert await street.findings() == []
    await street.ship(gift_id, staff=FAY)
    await street.confirm(gift_id)
    await street.sweep(days=7)
    assert await street.money(gift_id, street.lamps) == (0, 0, FEN, 0)
    assert await street.money(gift_id) == (0, 0, 0, 0)
    assert await street.findings() == []


async def test_nobody_who_gave_joins_the_shop_that_sends_it(street: Town) -> None:
    gift_id = await street.offered()
    await street.accept(gift_id, street.tall)
    async with street.db.transaction() as tx:
        assert not await gifts.may_join_shop(tx, street.lamps, ANN)
        assert await gifts.may_join_shop(tx, street.shop, ANN)


@pytest.mark.parametrize("hours", [24, 96])
async def test_to_the_giver_a_swap_of_equal_value_is_a_plain_acceptance(town: Town, hours: int) -> None:
    """In every byte, at every hour, whether the other shop is quicker or slower."""
    await town.open_lamps(hours=hours)
    plain, swapped = await town.offered(ANN), await town.offered(CHEN)
    await town.accept(plain)
    await town.accept(swapped, town.tall)
    for hour in range(90):
        await town.sweep(hours=1)
        if hour == 60:
            await town.ship(plain)
            await town.ship(swapped, "SF1234567890124", staff=FAY)
        assert await seen(town, plain, ANN) == await seen(town, swapped, CHEN), town.now
    view = await town.giver(swapped, CHEN)
    assert (view.title, view.state, view.returned_fen) == ("Vase", "shipped", 0)


@pytest.mark.parametrize("units", [1, 2])
async def test_the_last_one_does_not_come_back_at_once(town: Town, units: int) -> None:
    await town.open_lamps()
    async with town.db.transaction() as tx:
        await tx.execute("UPDATE stock SET units = %s WHERE sku_id = %s", [units, town.green])
    gift_id = await town.offered()
    await town.accept(gift_id, town.tall)
    assert await town.available() == (0 if units == 1 else 2)
    await town.ship(gift_id, staff=FAY)
    await town.confirm(gift_id)
    await town.sweep(days=13, hours=23)
    assert await town.available() == (0 if units == 1 else 2)
    await town.sweep(hours=1)
    assert await town.available() == units
    assert await town.findings() == []


async def test_of_a_lower_value_the_difference_goes_back_and_the_giver_sees_it(street: Town) -> None:
    gift_id = await street.offered()
    await street.accept(gift_id, street.small, returned_fen=BACK)
    assert await street.money(gift_id, street.lamps) == (LESS, LESS, 0, 0)
    assert await street.findings() == []
    await street.sweep()
    view = await street.giver(gift_id)
    assert (view.state, view.fen, view.returned_fen, view.title) == ("accepted", FEN, BACK, "Vase")
    assert [(refund.fen, refund.state) for refund in view.parts[0].refunds] == [(BACK, "refunded")]
    await street.accept(gift_id, street.small, returned_fen=BACK)
    assert await street.money(gift_id, street.lamps) == (LESS, LESS, 0, BACK)
    await street.sweep(days=4)
    assert (await street.giver(gift_id)).state == "cancelled"
    assert await street.money(gift_id, street.lamps) == (0, 0, 0, FEN)
    refunds = (await street.giver(gift_id)).parts[0].refunds
    assert sorted(refund.fen for refund in refunds) == sorted((BACK, LESS))
    assert (await street.available(), await street.available(street.small)) == (5, 5)
    assert await street.findings() == []


async def test_the_list_has_what_she_can_take_and_nothing_else(street: Town) -> None:
    gift_id = await street.offered()
    assert (await street.recipient(gift_id)).value_fen == FEN
    assert await swaps(street, gift_id) == [("Lamp", FEN)]
    async with street.db.transaction() as tx:
        drafts = [
            mall.Draft(
                name,
                category,
                name,
                "",
                "",
                "530000",
                [*to],
                48,
                [],
                [],
                [mall.DraftVariant("one", {"of": "one"}, fen, units)],
            )
            for name, category, fen, units, to in (
                ("Bowl", "home", FEN, 1, ()),
                ("Rose", "flowers", FEN, 1, ("440000",)),
                ("Gone", "home", FEN, 0, ()),
                ("Dear", "home", FEN + 100, 1, ()),
                ("Cup", "home", 15_000, 1, ()),
                ("Lily", "flowers", 19_900, 1, ()),
                ("Mug", "home", 19_900, 0, ()),
            )
        ]
        await mall.enter_products(tx, street.lamps, drafts, by="test", now=street.now)
        for draft in drafts:
            found = mall.product_id(street.lamps, draft.external_id)
            await mall.review(tx, found, "approved", by="test", why="", now=street.now + timedelta(hours=1))
    every = await swaps(street, gift_id)
    assert sorted(every[:3]) == [("Bowl", FEN), ("Lamp", FEN), ("Rose", FEN)]
    assert every[2:] == [("Lamp", FEN), ("Lily", 19_900), ("Cup", 15_000)]
    assert await swaps(street, gift_id, limit=1) == every
    assert await swaps(street, gift_id, limit=100) == every
    assert await swaps(street, gift_id, category="flowers") == [("Rose", FEN), ("Lily", 19_900)]
    assert await swaps(street, gift_id, text="lily") == [("Lily", 19_900)]
    assert await swaps(street, gift_id, text="。") == []
    assert await swaps(street, gift_id, category="flowers", province="110101") == [("Lily", 19_900)]
    await hire(street, ANN)
    assert await swaps(street, gift_id) == []
    await fire(street)
    async with street.db.transaction() as tx:
        await merchants.block_shop(tx, BO, street.lamps, street.now)
    assert await swaps(street, gift_id) == []
    await street.accept(gift_id)
    with pytest.raises(gifts.AlreadyAnswered):
        await swaps(street, gift_id)
    async with street.db.transaction() as tx:
        wanted = {"text": None, "category": None, "province": None, "limit": 1, "after": None}
        with pytest.raises(gifts.GiftNotFound):
            await gifts.list_swaps(tx, gift_id, GAO, **wanted, now=street.now)


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=6), st.data())
def test_each_payer_gets_exactly_their_part_back_in_the_end(asked: list[int], data: st.DataObject) -> None:
    """Random parts, and prices that fall: what goes back at each fall is the difference, and never more than a part."""
    made = [
        Part(gifts.GiftId(UUID(int=1)), payments.ChargeId(UUID(int=number)), ANN, fen, NOON, NOON, None, None)
        for number, fen in enumerate(asked, 1)
    ]
    value = sum(asked)
    prices = data.draw(st.sets(st.integers(1, value), max_size=4))
    for price in sorted(prices, reverse=True):
        back = {part.charge_id: fen for part, fen in parts.shares(made, value - price)}
        assert sum(back.values()) == value - price
        exact = {part.charge_id: (value - price) * part.left_fen / value for part in made}
        made = [replace(part, returned_fen=part.returned_fen + back.get(part.charge_id, 0)) for part in made]
        assert all(0 <= part.returned_fen <= part.fen for part in made)
        assert all(abs(back.get(part.charge_id, 0) - exact[part.charge_id]) < 1 for part in made)
        value = price
    assert sum(part.left_fen for part in made) == value


async def shared(town: Town, asked: dict[people.PersonId, int]) -> gifts.GiftId:
    """A gift of Ann, of which these people pay so much each."""
    gift_id = await town.collect()
    friends = [person for person in asked if person != ANN]
    for friend in friends:
        await town.befriend(ANN, friend)
    await town.ask(gift_id, *friends)
    for person, fen in asked.items():
        await town.pay_part(gift_id, person, fen)
    assert await town.state(gift_id) == "offered"
    return gift_id


@pytest.mark.parametrize("again", [False, True])
async def test_of_several_payers_each_gets_their_share_and_in_the_end_their_part(street: Town, again: bool) -> None:
    asked = {CHEN: 10_000, DEE: 101, ANN: FEN - 10_101}
    gift_id = await shared(street, asked)
    await street.accept(gift_id, street.small, returned_fen=BACK)
    await street.sweep()
    assert await street.findings() == []
    assert sum(fen for fen in (await back(street, gift_id)).values()) == BACK
    assert (await street.giver(gift_id)).returned_fen == BACK
    if again:
        await street.unable(gift_id, "sold_out", FAY)
        async with street.db.transaction() as tx:
            await tx.execute("UPDATE variant SET fen = 15000 WHERE sku_id = %s", [street.great])
        with pytest.raises(gifts.NotThisVariant):
            await street.accept(gift_id, street.great, None, returned_fen=LESS - 15_000)
        async with street.db.transaction() as tx:
            await tx.execute("UPDATE variant SET fen = 15000 WHERE sku_id = %s", [street.green])
        await street.accept(gift_id, street.green, None, returned_fen=LESS - 15_000)
        await street.sweep()
        assert sum((await back(street, gift_id)).values()) == FEN - 15_000
        assert await street.findings() == []
    await street.sweep(days=4)
    assert await street.state(gift_id) == "cancelled"
    assert await back(street, gift_id) == asked
    assert await street.findings() == []


async def back(town: Town, gift_id: gifts.GiftId) -> dict[people.PersonId, int]:
    """What has gone back to whom."""
    async with town.db.transaction() as tx:
        asked = await parts.of.all(tx, gift_id=gift_id)
        refunds = await payments.refunds_of(tx, [part.charge_id for part in asked])
    assert all(refund.state == "refunded" for refund in refunds)
    return {
        part.payer_id: sum(refund.fen for refund in refunds if refund.charge_id == part.charge_id) for part in asked
    }
