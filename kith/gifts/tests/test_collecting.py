"""Letting friends pay: who may pay what when, whatever happens in between, and where the money goes."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import gifts, payments, people
from kith.gifts import collecting
from kith.gifts import gift as rows
from kith.gifts import part as parts
from kith.gifts.collecting import may_open
from kith.gifts.part import Part
from kith.gifts.tests.test_moves import NOON, answer, gift
from kith.gifts.tests.test_races import together
from kith.gifts.tests.town import FEN, Town
from kith.kit.refusal import Refusal
from tests.cast import ANN, BO, CHEN, DEE, EVE, GAO

POLICY = gifts.Policy()
COLLECTING = gift("collecting", collect_by=NOON + timedelta(days=3))


def part(number: int, payer: people.PersonId, fen: int, state: str) -> Part:
    return Part(
        gift_id=COLLECTING.gift_id,
        charge_id=payments.ChargeId(UUID(int=number)),
        payer_id=payer,
        fen=fen,
        pay_by=NOON,
        paid_at=NOON if state == "paid" else None,
        cancelled_at=NOON if state == "over" else None,
        returned_at=None,
    )


def test_the_first_reason_is_the_answer() -> None:
    others = [
        part(1, CHEN, 100, "paid"),
        part(2, DEE, 200, "open"),
        part(3, ANN, 50, "open"),
        part(4, DEE, 900, "over"),
    ]
    left = COLLECTING.fen - 300
    over = COLLECTING.collect_by or NOON

    def asked(fen: int, *, staff: bool = False, now: object = NOON, one: object = COLLECTING) -> str:
        return answer(partial(may_open, staff=staff, now=now), one, others, ANN, fen, POLICY)

    assert asked(left + 1, staff=True, one=replace(COLLECTING, state="offered")) == "not_collecting"
    assert asked(left + 1, staff=True, now=over) == "not_collecting"
    assert asked(left + 1, staff=True) == "own_shop"
    assert asked(left + 1) == "part_too_large"
    assert asked(99) == "part_too_small"
    assert asked(100) == asked(left) == "ok"


def test_a_refusal_says_what_is_left_and_what_others_are_paying() -> None:
    with pytest.raises(collecting.PartTooLarge) as caught:
        may_open(COLLECTING, [part(1, CHEN, COLLECTING.fen, "open")], ANN, 1, POLICY, staff=False, now=NOON)
    assert caught.value.facts == {"left_fen": 0, "reserved_fen": COLLECTING.fen}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([ANN, CHEN, DEE]),
            st.integers(1, COLLECTING.fen),
            st.sampled_from(["paid", "over", "late", "none"]),
        ),
        max_size=12,
    )
)
def test_paid_and_open_parts_never_exceed_the_price(
    deeds: list[tuple[people.PersonId, int, str]],
) -> None:
    """In whatever order parts are opened, paid, cancelled and paid too late."""
    there: list[Part] = []
    for number, (payer, fen, then) in enumerate(deeds):
        try:
            may_open(COLLECTING, there, payer, fen, POLICY, staff=False, now=NOON)
        except Refusal:
            continue
        there = [replace(one, cancelled_at=NOON) if one.open and one.payer_id == payer else one for one in there]
        there.append(part(number, payer, fen, "over" if then == "late" else "open" if then == "none" else then))
        assert parts.paid_fen(there) + parts.reserved_fen(there) <= COLLECTING.fen


@given(st.integers(1, 5_000), st.integers(0, 5_000))
def test_whatever_is_left_can_be_paid(fen: int, paid: int) -> None:
    one = replace(COLLECTING, fen=fen + paid)
    there = [part(1, CHEN, paid, "paid")] if paid else []
    assert may_open(one, there, DEE, fen, POLICY, staff=False, now=NOON) == NOON + POLICY.payment_window


async def refused(town: Town, gift_id: gifts.GiftId, payer: people.PersonId, fen: int) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await town.open_part(gift_id, payer, fen)
    return caught.value


@pytest.fixture
async def asked(town: Town) -> gifts.GiftId:
    """Ann collects for Bo, and has asked Chen and Dee."""
    for friend in (CHEN, DEE):
        await town.befriend(ANN, friend)
    gift_id = await town.collect()
    await town.ask(gift_id, CHEN, DEE)
    return gift_id


async def test_friends_pay_together(town: Town, asked: gifts.GiftId) -> None:
    assert (await town.giver(asked)).state == "collecting"
    assert await town.available() == 4
    await town.pay_part(asked, CHEN, 8_800)
    view = await town.giver(asked)
    assert (view.left_fen, [(one.payer.nickname, one.fen) for one in view.payers]) == (20_000, [("Chen", 8_800)])
    assert (await town.asked(asked, CHEN)).state == "paid_by_you"
    assert ((await town.asked(asked, DEE)).state, (await town.asked(asked, DEE)).left_fen) == ("open", 20_000)
    await town.pay_part(asked, ANN, 20_000)
    assert [await town.state(asked), (await town.giver(asked)).state] == ["offered", "waiting"]
    assert (await town.paid_by(asked, CHEN)).state == "waiting"
    assert [(await town.asked(asked, one)).state for one in (CHEN, DEE)] == ["funded"] * 2
    assert [card.nickname for card in (await town.recipient(asked)).payers] == ["Chen"]
    assert await town.findings() == []
    await town.accept(asked)
    await town.ship(asked)
    assert (await town.paid_by(asked, CHEN)).state == "accepted"
    town.later(days=1)
    assert (await town.paid_by(asked, CHEN)).steps == (await town.giver(asked)).steps
    await town.carrier("delivered")
    await town.sweep(days=7)
    assert (await town.money(asked))[:3] == (0, 0, FEN)
    assert await town.findings() == []


async def test_not_all_paid_in_time(town: Town, asked: gifts.GiftId) -> None:
    """Each gets exactly the own part back."""
    await town.pay_part(asked, CHEN, 8_800)
    await town.pay_part(asked, ANN, 10_000)
    await town.open_part(asked, DEE, 10_000)
    await town.sweep(days=3)
    await town.sweep()
    assert (await town.giver(asked)).state == "lapsed"
    [mine] = (await town.paid_by(asked, CHEN)).parts
    assert [(back.fen, back.state) for back in mine.refunds] == [(8_800, "refunded")]
    [part_] = (await town.giver(asked)).parts
    assert [back.fen for back in part_.refunds] == [10_000]
    assert ((await town.asked(asked, DEE)).state, (await town.asked(asked, DEE)).your_parts[0].state) == (
        "over",
        "over",
    )
    assert await town.available() == 5
    assert await town.findings() == []


async def test_who_was_not_asked_cannot_pay(town: Town, asked: gifts.GiftId) -> None:
    for stranger in (BO, EVE, GAO):
        assert (await refused(town, asked, stranger, 500)).code == "gift_not_found"


async def test_an_open_part_is_kept_for_half_an_hour(town: Town, asked: gifts.GiftId) -> None:
    late = await town.open_part(asked, CHEN, FEN)
    assert (await refused(town, asked, DEE, 500)).facts == {"left_fen": 0, "reserved_fen": FEN}
    attempt = await town.begin(late, CHEN)
    town.gateway.pay(attempt.hex)
    await town.sweep(minutes=30)
    assert (await town.asked(asked, CHEN)).your_parts[0].state == "over"
    await town.pay_part(asked, DEE, FEN)
    assert await town.state(asked) == "offered"
    await town.sweep(minutes=1)
    async with town.db.transaction() as tx:
        [back] = await payments.refunds_of(tx, [late])
    assert (back.fen, back.reason, back.state) == (FEN, "late", "refunded")
    assert await town.findings() == []


async def test_another_part_takes_the_place_of_the_one_before(town: Town, asked: gifts.GiftId) -> None:
    first = await town.open_part(asked, CHEN, FEN)
    assert await town.open_part(asked, CHEN, FEN, first) == first
    town.later(seconds=1)
    await town.open_part(asked, CHEN, FEN - 100)
    assert [one.state for one in (await town.asked(asked, CHEN)).your_parts] == ["over", "open"]
    with pytest.raises(payments.ChargeDiffers):
        await town.open_part(asked, CHEN, FEN, (await town.asked(asked, CHEN)).your_parts[1].charge_id)
    await town.sweep(minutes=31)
    assert [one.state for one in (await town.asked(asked, CHEN)).your_parts] == ["over", "over"]
    assert await town.findings() == []


async def test_two_parts_close_each_at_its_time(town: Town, asked: gifts.GiftId) -> None:
    await town.open_part(asked, CHEN, 1_000)
    town.later(minutes=20)
    await town.open_part(asked, DEE, 1_000)
    await town.sweep(minutes=10)
    states = [(await town.asked(asked, one)).your_parts[0].state for one in (CHEN, DEE)]
    assert states == ["over", "open"]
    await town.sweep(minutes=20)
    assert (await town.asked(asked, DEE)).your_parts[0].state == "over"
    assert "part_over" not in await town.timers(asked)


async def test_staff_of_the_shop_cannot_pay(town: Town, asked: gifts.GiftId) -> None:
    await town.befriend(ANN, EVE)
    await town.ask(asked, EVE)
    assert (await refused(town, asked, EVE, 500)).code == "own_shop"


async def test_a_payer_who_joins_the_shop_ends_the_gift(town: Town, asked: gifts.GiftId) -> None:
    await town.pay_part(asked, CHEN, FEN)
    async with town.db.transaction() as tx:
        assert await gifts.may_join_shop(tx, town.shop, CHEN)
        await tx.execute("INSERT INTO merchant_staff VALUES (%s, %s, %s)", [town.shop, CHEN, town.now])
        await tx.execute("INSERT INTO staff_merchant VALUES (%s, %s, %s)", [CHEN, town.shop, town.now])
    assert isinstance(await town.accept(asked), gifts.ShopCannotServe)
    await town.sweep()
    assert (await town.paid_by(asked, CHEN)).state == "cancelled"


async def test_whoever_paid_cannot_join_the_shop_that_knows_the_address(town: Town, asked: gifts.GiftId) -> None:
    await town.pay_part(asked, CHEN, FEN)
    await town.accept(asked)
    async with town.db.transaction() as tx:
        assert not await gifts.may_join_shop(tx, town.shop, CHEN)
        assert await gifts.may_join_shop(tx, town.shop, DEE)


async def test_a_wish_that_friends_pay(town: Town) -> None:
    """Bo wishes for something; his own door is closed, and he has no friend whom he gives it to."""
    with pytest.raises(gifts.NotToYourself):
        await town.give(BO)
    async with town.db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("nobody", 100, 1), town.now)
    gift_id = await town.collect(BO)
    await town.ask(gift_id, ANN, asker=BO)
    await town.pay_part(gift_id, ANN, FEN)
    received = await town.recipient(gift_id)
    assert (received.giver.nickname, [one.nickname for one in received.payers]) == ("Bo", ["Ann"])
    paid = await town.paid_by(gift_id, ANN)
    assert (paid.asker.nickname, paid.recipient.nickname, paid.state) == ("Bo", "Bo", "waiting")
    await town.accept(gift_id)
    assert (await town.paid_by(gift_id, ANN)).state == "accepted"
    assert await town.findings() == []


ROUNDS = range(3)


@pytest.mark.parametrize("round_", ROUNDS)
async def test_two_payers_on_the_last_yuan(town: Town, asked: gifts.GiftId, round_: int) -> None:
    await town.pay_part(asked, ANN, FEN - 100)
    outcomes = await together(*[town.open_part(asked, one, 100) for one in (CHEN, DEE)][:: 1 if round_ % 2 else -1])
    assert sorted(outcomes) == ["done", "part_too_large"]
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_payments_against_withdrawal(town: Town, asked: gifts.GiftId, round_: int) -> None:
    """Some have paid, some are paying, and the giver takes it all back: nobody waits for another in a circle."""
    await town.pay_part(asked, ANN, 1_000)
    opened = [(await town.open_part(asked, one, 2_000), one) for one in (CHEN, DEE)]
    attempts = [(charge_id, await town.begin(charge_id, one)) for charge_id, one in opened]
    for _, attempt_id in attempts:
        town.gateway.pay(attempt_id.hex)
    deeds = [town.tend(charge_id, attempt_id) for charge_id, attempt_id in attempts]
    assert await together(*[*deeds, town.withdraw(asked)][:: 1 if round_ % 2 else -1]) == ["done"] * 3
    await town.sweep(minutes=1)
    async with town.db.transaction() as tx:
        back = await payments.refunds_of(tx, [charge_id for charge_id, _ in attempts])
    assert [(one.fen, one.state) for one in back] == [(2_000, "refunded")] * 2
    assert (await town.money(asked))[:3] == (0, 0, 0)
    assert await town.findings() == []


async def test_a_payment_waits_for_the_gift_before_it_touches_money(town: Town, asked: gifts.GiftId) -> None:
    """Otherwise it would hold the gateway's account, which the withdrawal needs to give back what was paid before."""
    await town.pay_part(asked, ANN, 1_000)
    charge_id = await town.open_part(asked, CHEN, 2_000)
    attempt_id = await town.begin(charge_id, CHEN)
    town.gateway.pay(attempt_id.hex)
    async with town.db.transaction() as tx:
        await rows.lock.one(tx, gift_id=asked)
        paying = asyncio.create_task(town.tend(charge_id, attempt_id))
        for _ in range(6000):
            if await (await tx.execute("SELECT pid FROM pg_locks WHERE NOT granted")).fetchone():
                break
            await asyncio.sleep(0.01)
        await gifts.withdraw(tx, asked, ANN, town.now)
    await paying
    await town.sweep(minutes=1)
    assert (await town.money(asked))[:3] == (0, 0, 0)
    assert await town.findings() == []


@pytest.mark.parametrize("round_", ROUNDS)
async def test_the_last_payment_against_the_deadline(town: Town, asked: gifts.GiftId, round_: int) -> None:
    await town.pay_part(asked, ANN, 8_800)
    town.later(days=3, minutes=-5)
    charge_id = await town.open_part(asked, CHEN, 20_000)
    attempt_id = await town.begin(charge_id, CHEN)
    town.gateway.pay(attempt_id.hex)
    town.later(minutes=5)
    sweep = gifts.sweep(town.db, town.policy, town.now)
    await together(*[town.tend(charge_id, attempt_id), sweep][:: 1 if round_ % 2 else -1])
    state = await town.state(asked)
    assert state in ("offered", "lapsed")
    await town.sweep(minutes=1)
    assert (await town.money(asked))[:2] == ((FEN, FEN) if state == "offered" else (0, 0))
    assert await town.findings() == []


async def test_many_gifts_at_once(town: Town) -> None:
    """Friends pay for gifts that are withdrawn, lapse and are paid up, all at the same time."""
    town.policy = gifts.Policy(unpaid_gifts=9, asks_a_day=99, ask_again_days=1)
    async with town.db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("friends", 100_000, 100), town.now)
    await town.befriend(ANN, CHEN)
    made: list[gifts.GiftId] = []
    for _ in range(4):
        gift_id = await town.collect()
        token = await town.link(gift_id)
        await town.come(token, CHEN)
        await town.pay_part(gift_id, ANN, 8_800)
        made.append(gift_id)
    deeds = [deed for gift_id in made for deed in (town.pay_part(gift_id, CHEN, 20_000), town.withdraw(gift_id))]
    await asyncio.gather(together(*deeds), *(town.offered(DEE) for _ in range(1)))
    await town.sweep(minutes=31)
    await town.sweep()
    assert {await town.state(gift_id) for gift_id in made} == {"withdrawn"}
    assert await town.findings() == []
