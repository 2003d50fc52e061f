"""Gifts that are sent at an hour, and those that are paid on their day: there to the second, and not one before."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith import gifts, mall, payments, people
from kith.gifts import hour
from kith.gifts.go_on import go_on
from kith.gifts.list_diary import list_diary
from kith.gifts.tests.test_giving import refused
from kith.gifts.tests.test_moves import NOON, answer
from kith.gifts.tests.test_races import together
from kith.gifts.tests.test_secrecy import seen
from kith.gifts.tests.town import FEN, Town
from kith.gifts.view_gift_summary import view_gift_summary
from kith.kit import ids
from tests.cast import ANN, BO, CHEN, DEE

POLICY = gifts.Policy()
MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)
"""In Beijing, twelve hours after the town wakes."""


@pytest.mark.parametrize(
    ("send_at", "pay", "collect", "expected"),
    [
        (None, "now", None, "ok"),
        (None, "now", 7, "ok"),
        (None, "then", None, "no_hour_to_pay"),
        (NOON - timedelta(seconds=1), "then", 7, "no_hour_to_pay"),
        (NOON - timedelta(seconds=1), "now", 7, "not_a_minute"),
        (NOON + timedelta(microseconds=1), "then", None, "not_a_minute"),
        (NOON, "now", 7, "hour_passed"),
        (NOON + timedelta(minutes=1), "then", None, "ok"),
        (NOON + timedelta(days=366), "now", 7, "ok"),
        (NOON + timedelta(days=366, minutes=1), "now", 7, "too_far_ahead"),
        (NOON + timedelta(days=2, minutes=-1), "now", 2, "collects_too_long"),
        (NOON + timedelta(days=2), "now", 2, "ok"),
    ],
)
def test_which_hour_a_giver_may_choose(send_at: datetime | None, pay: Any, collect: int | None, expected: str) -> None:
    nobody = UUID(int=1)
    asked = gifts.NewGift(
        gift_id=gifts.GiftId(nobody),
        charge_id=payments.ChargeId(nobody),
        recipient_id=BO,
        sku_id=mall.SkuId(nobody),
        send_at=send_at,
        pay=pay,
        collect_days=collect,
    )
    assert answer(hour.may_send_at, asked, POLICY, NOON) == expected


def test_the_gifts_of_one_minute_are_made_ready_over_half_an_hour() -> None:
    moments = [hour.ready_at(gifts.GiftId(ids.new(NOON)), MIDNIGHT, POLICY) for _ in range(2000)]
    assert max(moments) - min(moments) >= timedelta(minutes=25)
    per_minute = [sum(moment.minute == minute for moment in moments) for minute in range(30, 58)]
    assert sum(per_minute) == 2000
    assert max(per_minute) < 120


@given(st.uuids(), st.integers(1, 120))
def test_a_gift_is_ready_before_its_hour_and_not_long_before(gift_id: UUID, minutes: int) -> None:
    policy = gifts.Policy(prepare_minutes=minutes)
    before = MIDNIGHT - hour.ready_at(gifts.GiftId(gift_id), MIDNIGHT, policy)
    assert timedelta(minutes=2) <= before <= max(timedelta(minutes=2), policy.preparation)


async def shown(town: Town, gift_id: gifts.GiftId) -> bool:
    """Whether the recipient sees it, which must be the same wherever she looks."""
    listed = gift_id in [view.gift_id for view in await town.received_list()]
    async with town.db.transaction() as tx:
        counted = (await view_gift_summary(tx, BO, town.now)).to_answer
        leaves = (await list_diary(tx, BO, year=None, limit=100, after=None, now=town.now)).items
    assert gift_id in [leaf.gift_id for leaf in leaves] or not listed
    try:
        viewed = (await town.recipient(gift_id)).gift_id == gift_id
    except gifts.GiftNotFound:
        viewed = False
    assert (listed, bool(counted)) == (viewed, viewed)
    return viewed


@pytest.mark.parametrize("seed", range(4))
async def test_it_is_there_exactly_from_its_hour_on(town: Town, seed: int) -> None:
    """Sweeps come when they like, one of them in the last minutes; the giver sees it scheduled until then."""
    chance = random.Random(seed)
    send_at = town.now + timedelta(minutes=chance.randint(3, 3000))
    gift_id = await town.offered(send_at=send_at, window_days=1)
    last_sweep = send_at - timedelta(seconds=chance.randint(1, 119))
    sweeps = {send_at + timedelta(seconds=chance.uniform(-2000, 900)) for _ in range(3)} | {last_sweep}
    looks = {send_at + timedelta(microseconds=each) for each in (-1, 0)}
    looks |= {send_at + timedelta(seconds=chance.uniform(-2500, 86_000)) for _ in range(5)}
    for town.now in sorted(moment for moment in sweeps | looks if moment > town.now):
        if town.now in sweeps:
            await town.minute()
        assert await shown(town, gift_id) == (town.now >= send_at), town.now - send_at
        view = await town.giver(gift_id)
        assert (view.state, view.answer_by) == (
            ("waiting", send_at + timedelta(days=1)) if town.now >= send_at else ("scheduled", None)
        )
    town.now = send_at + timedelta(days=1, microseconds=-1)
    await town.minute()
    await town.accept(gift_id)
    assert await town.findings() == []


async def test_no_second_of_the_window_is_lost_though_nobody_swept(town: Town) -> None:
    gift_id = await town.offered(send_at=MIDNIGHT)
    town.now = MIDNIGHT + timedelta(hours=2)
    assert not await shown(town, gift_id)
    await town.minute()
    assert (await town.recipient(gift_id)).answer_by == town.now + timedelta(days=3)


async def test_one_cannot_answer_what_is_not_there_yet(town: Town) -> None:
    gift_id = await town.offered(send_at=MIDNIGHT)
    town.now = MIDNIGHT - timedelta(seconds=1)
    await town.minute()
    assert await town.state(gift_id) == "offered"
    for deed in (town.accept, town.decline, town.open, town.thank, town.correct, town.confirm):
        with pytest.raises(gifts.GiftNotFound):
            await deed(gift_id)
    town.later(seconds=1)
    await town.accept(gift_id)


async def events(town: Town, person: people.PersonId) -> Sequence[Any]:
    async with town.db.transaction() as tx:
        found = await tx.execute(
            "SELECT kind, ref, happened_at FROM event WHERE person_id = %s AND kind LIKE 'gift%%' ORDER BY event_id",
            [person],
        )
        return await found.fetchall()


MANY = 2_000


async def test_a_midnight_that_many_chose(db: Any, now: datetime) -> None:
    """Made ready a few at a time, they are there at once, and are told in few transactions."""
    town = await Town(db, now).build()
    first = await town.offered(send_at=MIDNIGHT)
    others = [gifts.GiftId(ids.new(now)) for _ in range(MANY - 1)]
    async with db.transaction() as tx:
        for table in ("gift", "gift_move", "given", "received"):
            found = await tx.execute(
                "SELECT string_agg(column_name, ', ') FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'gift_id'",
                [table],
            )
            names = (await found.fetchone() or ("",))[0]
            copies = f"SELECT copy, {names} FROM unnest(%s::uuid[]) AS copy, {table} WHERE gift_id = %s"
            await tx.execute(f"INSERT INTO {table} (gift_id, {names}) {copies}", [others, first])
        ready_at = [hour.ready_at(gift_id, MIDNIGHT, town.policy) for gift_id in others]
        await tx.execute(
            "INSERT INTO timer (gift_id, kind, due_at)"
            " SELECT one, 'send', due_at FROM unnest(%s::uuid[], %s::timestamptz[]) AS new (one, due_at)",
            [others, ready_at],
        )
    ready: list[int] = []
    for minute in range(31, 0, -1):
        town.now = MIDNIGHT - timedelta(minutes=minute)
        ready.append(await gifts.sweep(db, town.policy, town.now))
    assert sum(ready) == MANY
    assert max(ready) < MANY // 15
    town.now = MIDNIGHT - timedelta(microseconds=1)
    assert await town.received_list() == []
    heard = len(await events(town, BO))
    town.now = MIDNIGHT
    async with db.transaction() as tx:
        assert (await view_gift_summary(tx, BO, town.now)).to_answer == MANY
    commits: list[Sequence[str]] = []
    db.on_commit = commits.append
    assert await gifts.sweep(db, town.policy, town.now) == MANY
    assert len(commits) == MANY // 200
    news = (await events(town, BO))[heard:]
    assert {ref for _, ref, _ in news} == {first, *others}
    assert {at for *_, at in news} == {MIDNIGHT}


@pytest.mark.parametrize("minutes", [60, 1])
async def test_taken_back_before_its_hour_nobody_ever_saw_it(town: Town, minutes: int) -> None:
    gift_id = await town.offered(send_at=MIDNIGHT)
    heard = await events(town, BO)
    town.now = MIDNIGHT - timedelta(minutes=minutes)
    await town.minute()
    view = await town.withdraw(gift_id)
    assert [step.state for step in view.steps] == ["unpaid", "scheduled", "withdrawn"]
    for hours in (0, 1, 72, 24):
        await town.sweep(hours=hours)
        assert not await shown(town, gift_id)
    assert (await town.giver(gift_id)).steps == view.steps
    assert await events(town, BO) == heard
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.available() == 5
    assert await town.findings() == []


async def test_taken_back_at_the_very_moment(town: Town) -> None:
    """The clock of the giver's request is a moment behind: she was told of it, and sees that it was withdrawn."""
    gift_id = await town.offered(send_at=MIDNIGHT)
    town.now = MIDNIGHT - timedelta(minutes=1)
    await town.minute()
    town.now = MIDNIGHT
    await town.minute()
    town.now -= timedelta(microseconds=1)
    await town.withdraw(gift_id)
    town.now = MIDNIGHT
    assert (await town.recipient(gift_id)).state == "withdrawn"
    assert [ref for _, ref, _ in await events(town, BO)] == [gift_id] * 2


@pytest.mark.parametrize("round_", range(4))
async def test_withdraw_against_arrive(town: Town, round_: int) -> None:
    gift_id = await town.offered(send_at=MIDNIGHT)
    town.now = MIDNIGHT - timedelta(minutes=1)
    await town.minute()
    town.now = MIDNIGHT
    assert await together(*[town.withdraw(gift_id), town.minute()][:: 1 if round_ % 2 else -1]) == ["done"] * 2
    assert (await town.recipient(gift_id)).state == "withdrawn"
    await town.sweep(days=4)
    assert await town.money(gift_id) == (0, 0, 0, FEN)
    assert await town.findings() == []


async def test_made_ready_twice_is_made_ready_once(town: Town) -> None:
    gift_id = await town.offered(send_at=MIDNIGHT)
    town.now = MIDNIGHT - timedelta(minutes=1)

    async def ready() -> None:
        async with town.db.transaction() as tx:
            await go_on(tx, town.policy, "send", gift_id, town.now)

    assert await together(*(ready() for _ in range(4))) == ["done"] * 4
    assert await town.state(gift_id) == "offered"
    assert set(await town.timers(gift_id)) == {"arrive", "half_time", "last_day", "expire"}
    assert await town.findings() == []


@pytest.mark.parametrize("minutes", [300, 1])
@pytest.mark.parametrize("again", [False, True])
async def test_a_block_keeps_it_away_for_ever_and_the_giver_sees_no_difference(
    town: Town, minutes: int, again: bool
) -> None:
    waiting, blocked = await town.offered(ANN, send_at=MIDNIGHT), await town.offered(CHEN, send_at=MIDNIGHT)
    town.now = MIDNIGHT - timedelta(minutes=minutes)
    await town.minute()
    await town.block(BO, CHEN)
    if again:
        async with town.db.transaction() as tx:
            await people.unblock(tx, BO, CHEN)
    for _ in range(30):
        await town.sweep(hours=3)
        assert await seen(town, waiting, ANN) == await seen(town, blocked, CHEN)
        with pytest.raises(gifts.GiftNotFound):
            await town.recipient(blocked)
    assert b"not_taken_up" in await seen(town, blocked, CHEN)
    assert blocked not in [view.gift_id for view in await town.received_list()]
    assert blocked not in [ref for _, ref, _ in await events(town, BO)]
    assert await town.findings() == []


async def test_it_counts_at_the_door_of_its_week(town: Town) -> None:
    async with town.db.transaction() as tx:
        await people.set_door(tx, BO, people.Door("friends", 100_000, 2), town.now)
    day = timedelta(days=1)
    for giver in (ANN, CHEN):
        await town.offered(giver, send_at=town.now + 10 * day)
    for later in (4, 10, 16):
        assert await refused(town, DEE, send_at=town.now + later * day) == "door_closed"
    await town.offered(DEE)
    await town.offered(DEE, send_at=town.now + 17 * day)
