"""Who may give what to whom: each refusal, in the order of the checks."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import gifts, mall, people
from kith.gifts import giving
from kith.gifts.giving import Standing, may_give
from kith.gifts.tests.test_moves import NOON, answer, gift
from kith.gifts.tests.town import FEN, Town
from kith.kit import ids
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE, EVE, GAO

OPEN = people.Door("friends", 100_000, 5)
GOOD = Standing(friends=True, listed=True, staff=False, door=OPEN, met=False, reaching=0, unpaid=0)
BAD = (
    ("not_to_yourself", {}),
    ("not_friends", {"friends": False}),
    ("not_for_sale", {"listed": False}),
    ("own_shop", {"staff": True}),
    ("door_closed", {"reaching": 5}),
    ("too_many_unpaid", {"unpaid": 3}),
)


@pytest.mark.parametrize("first", range(len(BAD)))
def test_the_first_reason_is_the_answer(first: int) -> None:
    one = gift("unpaid", recipient_id=ANN if first == 0 else BO)
    standing = replace(GOOD, **{name: value for _, wrong in BAD[first:] for name, value in wrong.items()})
    assert answer(may_give, one, standing, gifts.Policy()) == BAD[first][0]


def test_nothing_wrong() -> None:
    assert answer(may_give, gift("unpaid"), GOOD, gifts.Policy()) == "ok"


@given(
    st.builds(people.Door, st.sampled_from(["nobody", "met", "friends"]), st.integers(1, 1000), st.integers(0, 9)),
    st.integers(1, 1000),
    st.booleans(),
    st.integers(0, 9),
)
def test_the_door(door: people.Door, fen: int, met: bool, reaching: int) -> None:
    through = giving.through(door, fen=fen, met=met, reaching=reaching)
    welcome = {"nobody": False, "met": met, "friends": True}[door.who]
    assert through == (welcome and fen <= door.ceiling_fen and reaching + 1 <= door.per_week)


async def refused(town: Town, giver: people.PersonId = ANN, **other: Any) -> str:
    """The code with which giving is refused."""
    with pytest.raises(Refusal) as caught:
        await town.give(giver, **other)
    return caught.value.code


async def test_strangers_the_blocked_and_nobody_get_one_answer(town: Town) -> None:
    await town.block(BO, CHEN)
    nobody = people.PersonId(ids.new(NOON))
    answers = {
        await refused(town, GAO),
        await refused(town, CHEN),
        await refused(town, recipient_id=GAO),
        await refused(town, recipient_id=nobody),
    }
    assert answers == {"not_friends"}


async def test_the_same_gift_again_is_the_same_answer(town: Town) -> None:
    wish = town.wish()
    async with town.db.transaction() as tx:
        first = await gifts.give(tx, town.policy, ANN, wish, town.now)
    town.later(minutes=1)
    async with town.db.transaction() as tx:
        assert await gifts.give(tx, town.policy, ANN, wish, town.now) == first
    assert await town.available() == 4
    others = [
        (ANN, replace(wish, message="Other words")),
        (ANN, replace(wish, sku_id=town.blue)),
        (ANN, replace(wish, window_days=7)),
        (ANN, replace(wish, charge_id=ids.new(NOON))),
        (CHEN, wish),
    ]
    for giver, other in others:
        with pytest.raises(gifts.GiftIdTaken):
            async with town.db.transaction() as tx:
                await gifts.give(tx, town.policy, giver, other, town.now)


async def test_goods_that_are_not_for_sale(town: Town) -> None:
    assert await refused(town, sku_id=ids.new(NOON)) == "variant_not_found"
    async with town.db.transaction() as tx:
        await mall.review(tx, town.product, "delisted", by="test", why="gone", now=town.now)
    assert await refused(town) == "not_for_sale"


async def test_the_last_one(db: Any, now: Any) -> None:
    town = await Town(db, now).build(units=1)
    await town.give()
    assert await refused(town, CHEN) == "sold_out"


async def test_one_does_not_give_from_the_own_shop(town: Town) -> None:
    assert await refused(town, EVE) == "own_shop"


async def test_three_gifts_wait_for_payment_at_most(town: Town) -> None:
    first = await town.give()
    for _ in range(2):
        await town.give()
    assert await refused(town) == "too_many_unpaid"
    await town.withdraw(first)
    await town.give()
    town.later(minutes=30)
    await town.give()


async def test_the_door_counts_what_reached_the_person_in_seven_days(town: Town) -> None:
    async with town.db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("friends", FEN, 2), town.now)
    assert await refused(town, sku_id=town.golden) == "door_closed"
    gift_id = await town.offered()
    await town.decline(gift_id)
    await town.give(CHEN)
    assert await refused(town, DEE) == "door_closed"
    await town.sweep(minutes=30)
    await town.offered(CHEN)
    assert await refused(town, DEE) == "door_closed"
    town.later(days=7)
    await town.give(DEE)


async def test_only_those_one_has_met(town: Town) -> None:
    async with town.db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("met", FEN, 2), town.now)
    assert await refused(town) == "door_closed"
    async with town.db.transaction() as tx:
        await people.meet(tx, ANN, BO, town.now)
    await town.give()


async def test_diaries_are_leafed_through(town: Town) -> None:
    given: list[gifts.GiftId] = []
    for _ in range(5):
        given.append(await town.offered())
        town.later(hours=1)
    seen: list[gifts.GiftId] = []
    after = None
    while True:
        async with town.db.transaction() as tx:
            page = await gifts.list_given(tx, ANN, limit=2, after=after, now=town.now)
            mirror = await gifts.list_received(tx, BO, limit=2, after=after, now=town.now)
        assert [view.gift_id for view in mirror.items] == [view.gift_id for view in page.items]
        seen += [view.gift_id for view in page.items]
        after = page.next
        if after is None:
            break
    assert seen == given[::-1]
    assert town.now > NOON + timedelta(hours=4)
