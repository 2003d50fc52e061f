"""Who may move a gift when: a table of every state and every deed."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kith import gifts, mall, merchants
from kith.gifts import gift as rows
from kith.gifts import giver_step
from kith.gifts.gift import Gift, GiftState
from kith.gifts.move import (
    ENDED,
    MOVES,
    RESTING,
    UNDER_WAY,
    UNPAID,
    Deed,
    may,
    may_answer,
    may_confirm,
    may_correct,
    may_withdraw,
    step,
)
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Tx
from tests.cast import ANN, BO

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
REACHED = (*UNDER_WAY, "offered", "declined", "expired", "cancelled", "withdrawn")


def gift(state: GiftState, **other: object) -> Gift:
    """A gift of Ann to Bo; one that reached him was offered at noon."""
    offered_at = NOON if state in REACHED else None
    made = Gift(
        gift_id=gifts.GiftId(ids.derived(UUID(int=7), state)),
        giver_id=ANN,
        recipient_id=BO,
        merchant_id=merchants.MerchantId(UUID(int=1)),
        product_id=mall.ProductId(UUID(int=2)),
        sku_id=mall.SkuId(UUID(int=3)),
        title="Vase",
        picture_id=None,
        fen=28_800,
        message="",
        wrapping="none",
        window_days=3,
        state=state,
        given_at=NOON,
        pay_by=NOON,
        offered_at=offered_at,
        answer_by=rows.answer_by(NOON, 3) if offered_at else None,
    )
    return replace(made, **other)


def answer(rule: object, *args: object) -> str:
    """`ok`, or the code of the refusal."""
    try:
        rule(*args)
    except Refusal as refusal:
        return refusal.code
    return "ok"


# state: withdraw, accept or decline, correct the address, confirm the receipt
PEOPLE: dict[GiftState, tuple[str, str, str, str]] = {
    "planned": ("ok", "gift_not_found", "gift_not_found", "gift_not_found"),
    "unpaid": ("ok", "gift_not_found", "gift_not_found", "gift_not_found"),
    "collecting": ("ok", "gift_not_found", "gift_not_found", "gift_not_found"),
    "cooling": ("ok", "gift_not_found", "gift_not_found", "gift_not_found"),
    "scheduled": ("ok", "gift_not_found", "gift_not_found", "gift_not_found"),
    "offered": ("ok", "ok", "not_yet_accepted", "not_yet_accepted"),
    "to_choose": ("already_accepted", "already_answered", "ok", "nothing_sent_yet"),
    "accepted": ("already_accepted", "already_answered", "ok", "nothing_sent_yet"),
    "shipped": ("already_accepted", "already_answered", "address_is_final", "ok"),
    "in_delivery": ("already_accepted", "already_answered", "address_is_final", "ok"),
    "received": ("already_accepted", "already_answered", "address_is_final", "ok"),
    "lapsed": ("gift_ended", "gift_not_found", "gift_not_found", "gift_not_found"),
    "withdrawn": ("gift_ended", "gift_ended", "gift_ended", "gift_ended"),
    "declined": ("gift_ended", "already_answered", "gift_ended", "gift_ended"),
    "expired": ("gift_ended", "gift_ended", "gift_ended", "gift_ended"),
    "cancelled": ("gift_ended", "gift_ended", "gift_ended", "gift_ended"),
}


@pytest.mark.parametrize("state", get_args(GiftState))
def test_what_people_may_do(state: GiftState) -> None:
    one = gift(state)
    assert PEOPLE[state] == (
        answer(may_withdraw, one),
        answer(may_answer, one, NOON),
        answer(may_correct, one, NOON),
        answer(may_confirm, one, NOON),
    )


# state: the deeds of clock, shop and carrier that it allows; all others do nothing
ALLOWED: dict[GiftState, set[Deed]] = {
    "planned": {"charge", "lapse", "withdraw"},
    "unpaid": {"cool", "schedule", "offer", "lapse", "withdraw"},
    "collecting": {"cool", "schedule", "offer", "lapse", "withdraw"},
    "cooling": {"schedule", "offer", "withdraw"},
    "scheduled": {"offer", "withdraw"},
    "offered": {"withdraw", "accept", "decline", "expire", "cancel"},
    "accepted": {"lose_goods", "cancel", "ship"},
    "to_choose": {"accept", "cancel"},
    "shipped": {"carry", "receive"},
    "in_delivery": {"receive"},
}


@pytest.mark.parametrize("state", get_args(GiftState))
def test_what_each_state_allows(state: GiftState) -> None:
    assert {deed for deed in get_args(Deed) if may(gift(state), deed)} == ALLOWED.get(state, set())


# the deeds that write more than the state
STATEMENTS: dict[Deed, tuple[Query[UUID], dict[str, object]]] = {
    "offer": (rows.offer, {"offered_at": NOON, "answer_by": NOON}),
    "cool": (rows.rest, {"cool_until": NOON}),
    "schedule": (rows.rest, {"cool_until": None}),
}


async def test_the_guard_of_the_table_allows_the_same(tx: Tx, now: datetime) -> None:
    for state in get_args(GiftState):
        for deed in get_args(Deed):
            one = gift(state, gift_id=gifts.GiftId(ids.derived(ids.new(now), deed)))
            await write(tx, one)
            statement, more = STATEMENTS.get(deed, (rows.move, {}))
            moved = await statement.maybe(tx, **step(one, deed, "clock", None, now), **more)
            assert bool(moved) == may(one, deed), (state, deed)
            if moved:
                after = await rows.by_id.one(tx, gift_id=one.gift_id)
                cursor = await tx.execute(
                    "SELECT number, state, by_role, at FROM gift_move WHERE gift_id = %s", [one.gift_id]
                )
                assert await cursor.fetchall() == [
                    (2, after.state, "clock", after.offered_at if deed == "offer" else now)
                ]
                assert after.state == MOVES[deed][1]


async def test_what_was_noted_of_a_move_stays(tx: Tx, now: datetime) -> None:
    one = gift("offered")
    await write(tx, one)
    await rows.move.one(tx, **step(one, "accept", "recipient", BO, now))
    for change in ("UPDATE gift_move SET by_role = 'clock'", "DELETE FROM gift_move"):
        with pytest.raises(Exception, match="only added"):
            async with tx.transaction():
                await tx.execute(change)


@pytest.mark.parametrize(
    ("quiet", "at", "expected"),
    [
        (False, NOON + timedelta(days=3) - timedelta(microseconds=1), True),
        (False, NOON + timedelta(days=3), False),
        (True, NOON, False),
    ],
)
async def test_the_guard_of_an_answer(tx: Tx, quiet: bool, at: datetime, expected: bool) -> None:
    one = gift("offered", quietly_declined_at=NOON if quiet else None)
    await write(tx, one)
    assert bool(await rows.answer.maybe(tx, **step(one, "accept", "recipient", BO, at), late_at=None)) == expected


async def write(tx: Tx, one: Gift) -> None:
    """The row as it is, whatever way it came there."""
    funded = one if one.state in ("planned", *UNPAID, "lapsed") else replace(one, funded_at=NOON)
    never = one.state in ("planned", *UNPAID, *RESTING, "lapsed")
    offered = replace(funded, offered_at=None, answer_by=None) if never else funded
    names = [*Gift.__struct_fields__]
    await tx.execute(
        f"INSERT INTO gift (moves, {', '.join(names)}) VALUES (1, {', '.join(['%s'] * len(names))})",
        [getattr(offered, name) for name in names],
    )


@pytest.mark.parametrize("rule", [may_correct, may_confirm])
def test_a_quiet_decline_is_final_for_the_recipient(rule: object) -> None:
    quiet = gift("offered", quietly_declined_at=NOON)
    assert answer(may_answer, quiet, NOON) == "already_answered"
    assert answer(rule, quiet, NOON) == "gift_ended"
    assert answer(may_withdraw, quiet) == "ok"


@given(st.sampled_from([1, 3, 7, 14, 30]), st.integers(-3 * 86_400, 40 * 86_400))
def test_the_window_is_days_of_24_hours(days: int, seconds: int) -> None:
    one = gift("offered", window_days=days, answer_by=rows.answer_by(NOON, days))
    assert (answer(may_answer, one, NOON + timedelta(seconds=seconds)) == "ok") == (0 <= seconds < days * 86_400)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: 1900 < moment.year < 2200))
def test_a_day_in_beijing_begins_at_16_hours_in_london(now: datetime) -> None:
    began = giver_step.today_began(now)
    assert (began.hour, began.minute, began.second, began.microsecond) == (16, 0, 0, 0)
    assert timedelta() <= now - began < timedelta(days=1)


def test_every_state_is_under_way_ended_or_waiting() -> None:
    assert {"planned", *UNPAID, *RESTING, "offered", *UNDER_WAY, *ENDED} == set(get_args(GiftState))
