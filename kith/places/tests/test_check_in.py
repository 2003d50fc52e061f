"""Positions: what is kept of them, what is not believed, what is forgotten, and who decides when two write."""

import asyncio
from datetime import datetime, timedelta

import pytest

from kith import people, places
from kith.kit import geo
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.places import whereabouts as rows
from kith.places.forget_position import forget_position
from kith.places.tests.town import (
    BUND,
    NOISE,
    POLICY,
    around,
    arrive,
    cells_kept,
    east,
    names,
    rows_left,
    settle,
    switch,
)
from kith.places.view_nearby import view_nearby
from kith.places.whereabouts import NearbyForm, NearbyOff
from tests.cast import ANN, BO, CAST, CHEN, SECRET, enrol

spots = Query(int, "SELECT count(*)::int FROM spot")
strays = Query(
    int,
    """
    SELECT count(*)::int FROM spot FULL JOIN whereabouts USING (person_id)
    WHERE (spot.person_id IS NULL) <> (whereabouts.cell IS NULL OR whereabouts.invisible)
    """,
)


async def cell_of(tx: Tx, person: people.PersonId) -> int | None:
    return (await rows.of.one(tx, person_id=person)).cell


async def test_it_is_off_until_it_is_wanted(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    assert await view_nearby(tx, ANN, now) == places.Nearby(False, False, False, None)
    assert isinstance(await arrive(tx, ANN, BUND, now), NearbyOff)
    await switch(tx, ANN, now, sharing=False)
    assert isinstance(await arrive(tx, ANN, BUND, now), NearbyOff)
    assert await cell_of(tx, ANN) is None


async def test_only_the_noised_cell_is_kept(tx: Tx, now: datetime) -> None:
    for person in CAST:
        await settle(tx, person, BUND, now)
    true = geo.snap(*BUND)
    for person in CAST:
        row = await rows.of.one(tx, person_id=person)
        assert row.cell == NOISE.noised(row.seed, true)
    assert set(await cells_kept.all(tx)) <= set(geo.disk(true, 1))


async def test_joining_again_draws_no_second_sample(tx: Tx, now: datetime) -> None:
    await settle(tx, ANN, BUND, now)
    before = await cell_of(tx, ANN)
    await places.forget_person(tx, ANN, now)
    assert await rows_left.one(tx) == 0
    await switch(tx, ANN, now)
    await arrive(tx, ANN, BUND, now)
    assert await cell_of(tx, ANN) == before


async def test_who_has_left_cannot_switch_it_on(tx: Tx, now: datetime) -> None:
    with pytest.raises(people.SignInFirst):
        await switch(tx, ANN, now)


async def test_a_move_changes_where_others_find_one(tx: Tx, now: datetime) -> None:
    """Also into another region, where the row is another one."""
    await settle(tx, ANN, BUND, now)
    for hours, km in enumerate((3, 30, 130, 600), 1):
        at = now + timedelta(hours=hours)
        await arrive(tx, ANN, east(BUND, -km), at)
        row = await rows.of.one(tx, person_id=ANN)
        assert row.cell == NOISE.noised(row.seed, geo.snap(*east(BUND, -km)))
        assert (await spots.one(tx), await strays.one(tx)) == (1, 0)


async def test_an_implausible_move_is_not_believed(tx: Tx, now: datetime) -> None:
    await settle(tx, ANN, BUND, now)
    home = await cell_of(tx, ANN)
    far = east(BUND, -1_200)
    for minutes in (1, 30, 60):
        answer = await arrive(tx, ANN, far, now + timedelta(minutes=minutes))
        assert isinstance(answer, places.Placed)
        assert not answer.believed
        assert await cell_of(tx, ANN) == home
    answer = await arrive(tx, ANN, far, now + timedelta(minutes=75))
    assert isinstance(answer, places.Placed)
    assert answer.believed
    assert await cell_of(tx, ANN) != home


async def test_nothing_is_written_where_nothing_changes(tx: Tx, now: datetime) -> None:
    now = now.replace(minute=0, second=0)
    await settle(tx, ANN, BUND, now)
    version = (await rows.of.one(tx, person_id=ANN)).version
    for seconds, more in ((10, 0), (299, 0), (300, 1), (599, 1)):
        await arrive(tx, ANN, BUND, now + timedelta(seconds=seconds))
        assert (await rows.of.one(tx, person_id=ANN)).version == version + more


async def test_a_batch_answers_each(tx: Tx, now: datetime) -> None:
    for person in (ANN, BO):
        await enrol(tx, person, now)
    await switch(tx, ANN, now)
    true, other = geo.snap(*BUND), geo.snap(*east(BUND, 2))
    fixes = [places.Fix(who, cell, now) for who, cell in ((ANN, true), (BO, true), (CHEN, true), (ANN, other))]
    one, off, nobody, again = await places.check_in(tx, NOISE, POLICY, fixes)
    assert isinstance(one, places.Placed)
    assert isinstance(again, places.Placed)
    assert isinstance(off, NearbyOff)
    assert isinstance(nobody, NearbyOff)
    row = await rows.of.one(tx, person_id=ANN)
    assert row.cell == NOISE.noised(row.seed, other)


@pytest.mark.parametrize("how", ["off", "forget", "leave"])
async def test_it_is_forgotten_at_once_when_wanted(tx: Tx, now: datetime, how: str) -> None:
    for person in (ANN, BO):
        await settle(tx, person, BUND, now)
    if how == "off":
        await switch(tx, ANN, now, sharing=False)
    elif how == "forget":
        await forget_position(tx, ANN)
    else:
        await places.forget_person(tx, ANN, now)
    assert (await spots.one(tx), await strays.one(tx)) == (1, 0)
    assert await names(tx, BO, now) == set()


async def test_it_is_forgotten_after_three_days(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await settle(tx, person, BUND, now)
        shown = await view_nearby(tx, ANN, now)
        assert shown.until_at
        assert timedelta(hours=71) < shown.until_at - now <= timedelta(hours=72)
        await arrive(tx, BO, BUND, now + timedelta(hours=1))
    await places.forget(db, shown.until_at - timedelta(seconds=1))
    async with db.transaction() as tx:
        assert await spots.one(tx) == 3
        assert await names(tx, BO, shown.until_at - timedelta(seconds=1)) == {"Ann", "Chen"}
        with pytest.raises(places.PositionUnknown):
            await around(tx, ANN, shown.until_at)
    await places.forget(db, shown.until_at)
    async with db.transaction() as tx:
        assert (await spots.one(tx), await strays.one(tx)) == (1, 0)
        assert await cell_of(tx, ANN) is None
        assert (await view_nearby(tx, ANN, now)).until_at is None


async def test_two_who_write_at_once_both_count(db: Database, now: datetime) -> None:
    """Whatever comes last, what is found fits what was chosen."""
    async with db.transaction() as tx:
        for person in CAST:
            await settle(tx, person, BUND, now)

    async def move(turn: int) -> None:
        async with db.transaction() as tx:
            fixes = [places.Fix(one, geo.snap(*east(BUND, turn)), now + timedelta(hours=turn)) for one in CAST]
            for answer in await places.check_in(tx, NOISE, POLICY, fixes[:: 1 if turn % 2 else -1]):
                assert isinstance(answer, places.Placed | Refusal)

    async def choose(person: people.PersonId, turn: int) -> None:
        form = NearbyForm(sharing=turn % 5 != 0, invisible=turn % 3 == 0, hides_distance=turn % 2 == 0)
        async with db.transaction() as tx:
            await places.set_nearby(tx, SECRET, person, form, now + timedelta(hours=turn))

    deeds = [move(turn) for turn in range(6)] + [choose(one, turn) for turn, one in enumerate(CAST * 2)]
    for outcome in await asyncio.gather(*deeds, return_exceptions=True):
        # Two batches of one process never run at once; those of two may stand in each other's way.
        assert outcome is None or type(outcome).__name__ == "DeadlockDetected", outcome
    async with db.transaction() as tx:
        assert await strays.one(tx) == 0
