"""Those who collect at the same moment: one reward each, and none that is not in the budget."""

import asyncio
from collections import Counter
from datetime import datetime

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.tasks.audit import audit
from kith.tasks.collect import collect
from kith.tasks.policy import Policy
from kith.tasks.programme import ProgrammeId
from kith.tasks.stop import stop
from kith.tasks.sweep import sweep
from kith.tasks.tests.fair import FEN, Fair
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, SECRET


async def _collected(db: Database, programme_id: ProgrammeId, person: people.PersonId, now: datetime) -> str:
    try:
        async with db.transaction() as tx:
            task = await collect(
                tx, SECRET, Policy(), "simulated", programme_id=programme_id, person_id=person, now=now
            )
    except Refusal as refusal:
        return refusal.code
    return task.state


async def _wallets(db: Database, now: datetime) -> list[int]:
    async with db.transaction() as tx:
        return [await Fair(tx, now).wallet(person) for person in (ANN, BO, CHEN, DEE, EVE, FAY)]


async def test_six_want_the_last_two_and_each_asks_twice(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        fair = await Fair(tx, now).begin()
        programme = await fair.start("profile", most=2, budget_fen=2 * FEN)
        for person in (ANN, BO, CHEN, DEE, EVE, FAY):
            await fair.finish(person)
    asked = [
        _collected(db, programme.programme_id, person, fair.now)
        for person in (ANN, BO, CHEN, DEE, EVE, FAY)
        for _ in range(2)
    ]
    assert Counter(await asyncio.gather(*asked)) == {"collected": 4, "rewards_used_up": 8}
    assert sorted(await _wallets(db, fair.now)) == [0, 0, 0, 0, FEN, FEN]
    assert await audit(db) == []


async def test_collecting_meets_the_end(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        fair = await Fair(tx, now).begin()
        programme = await fair.start("profile")
        for person in (ANN, BO, CHEN):
            await fair.finish(person)

    async def end() -> str:
        async with db.transaction() as tx:
            await stop(tx, programme.programme_id, "ops", fair.now)
        return "stopped"

    collecting = [_collected(db, programme.programme_id, person, fair.now) for person in (ANN, BO, CHEN)]
    answers = Counter(await asyncio.gather(collecting[0], end(), *collecting[1:]))
    assert answers["stopped"] == 1
    assert answers["collected"] + answers["task_over"] == 3
    assert sum(await _wallets(db, fair.now)) == answers["collected"] * FEN
    async with db.transaction() as tx:
        assert await Fair(tx, fair.now).free() == 10_000 - answers["collected"] * FEN
    assert await audit(db) == []


async def test_pressing_twice_for_two_friends_pays_twice_in_all(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        fair = await Fair(tx, now).begin()
        programme = await fair.start("friend")
        code = await fair.code(ANN)
        coming = [await fair.come(friend, code) for friend in (BO, CHEN)]
        for me in coming:
            await fair.be_here(me, 5)
    asked = [_collected(db, programme.programme_id, ANN, fair.now) for _ in range(3)]
    assert set(await asyncio.gather(*asked)) <= {"open", "not_done_yet"}
    assert (await _wallets(db, fair.now))[0] == 2 * FEN
    assert await audit(db) == []


async def test_when_its_time_is_over_the_rest_goes_back(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        fair = await Fair(tx, now).begin()
        programme = await fair.start("profile")
        await fair.come(BO, await fair.code(ANN))
    await sweep(db, Policy(), fair.now)
    async with db.transaction() as tx:
        assert await Fair(tx, fair.now).free() == 10_000 - 10 * FEN
    await sweep(db, Policy(), fair.later(days=61))
    async with db.transaction() as tx:
        assert await Fair(tx, fair.now).free() == 10_000
        rows = await tx.execute("SELECT state, (SELECT count(*) FROM invited) FROM programme")
        assert await rows.fetchone() == ("over", 0)
    assert await _collected(db, programme.programme_id, ANN, fair.now) == "task_over"
    assert await audit(db) == []
