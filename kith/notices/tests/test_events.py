"""A person's events: numbered without a gap, visible in order, committed with their deed or not at all."""

import asyncio
import random
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kith import notices, people
from kith.kit import ids
from kith.kit.page import BadCursor
from kith.kit.sql import Database
from kith.notices import event as events
from kith.notices.event import Kind, Standing
from tests.cast import ANN, BO, CHEN

KEPT = timedelta(days=notices.Policy().keep_days)


async def tell(db: Database, now: datetime, *persons: people.PersonId, kind: Kind = "follow") -> UUID:
    """One deed that tells these people of one thing."""
    ref = ids.new(now)
    async with db.transaction() as tx:
        for person in persons:
            await notices.tell(tx, person, kind, ref, now)
    return ref


async def told(db: Database, person: people.PersonId, after: str | None = None, limit: int = 100) -> list[int]:
    async with db.transaction() as tx:
        page = await notices.list_events(tx, person, limit=limit, after=after)
    return [each.event_id for each in page.items]


async def forget(db: Database, now: datetime) -> int:
    async with db.transaction() as tx:
        return await notices.forget(tx, notices.Policy(), now)


async def test_each_person_has_numbers_of_their_own(db: Database, now: datetime) -> None:
    for persons in ((ANN,), (ANN, BO), (BO,), (BO, ANN)):
        await tell(db, now, *persons)
    assert await told(db, ANN) == [1, 2, 3]
    assert await told(db, BO) == [1, 2, 3]
    assert await told(db, CHEN) == []


async def test_an_event_says_what_changed_and_when(db: Database, now: datetime) -> None:
    ref = await tell(db, now, ANN, kind="charge")
    async with db.transaction() as tx:
        page = await notices.list_events(tx, ANN, limit=1, after=None)
    assert page.items == [notices.NumberedEvent(kind="charge", ref=ref, happened_at=now, event_id=1)]
    assert page.next == "1"


async def test_one_deed_tells_one_thing_once_and_several_things_each(db: Database, now: datetime) -> None:
    one, other = ids.new(now), ids.new(now)
    async with db.transaction() as tx:
        for ref in (one, other, one):
            await notices.tell(tx, ANN, "gift_given", ref, now)
            await notices.tell(tx, BO, "gift_received", ref, now)
        await notices.tell(tx, ANN, "charge", one, now)
    assert await told(db, ANN) == [1, 2, 3]
    assert await told(db, BO) == [1, 2]


async def test_a_rollback_tells_nobody_and_leaves_no_gap(db: Database, now: datetime) -> None:
    heard: list[str] = []
    db.on_commit = heard.extend

    async def fail() -> None:
        async with db.transaction() as tx:
            await notices.tell(tx, ANN, "follow", BO, now)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert (await told(db, ANN), heard) == ([], [])
    await tell(db, now, ANN)
    assert (await told(db, ANN), heard) == ([1], [f"events:{ANN}"])


async def test_no_event_becomes_visible_after_a_later_one(db: Database, now: datetime) -> None:
    """Many deeds at once, for persons in any order: no deadlock, and whoever reads sees no gap at any moment."""
    chance, deeds = random.Random(7), 150
    crowd = [ANN, BO, CHEN]

    async def deed() -> None:
        await asyncio.sleep(chance.uniform(0, 0.1))
        chosen = chance.sample(crowd, chance.randint(1, 3))
        async with db.transaction() as tx:
            for person in chosen:
                await notices.tell(tx, person, "follow", ids.new(now), now)
            await asyncio.sleep(chance.uniform(0, 0.01))

    async def watch() -> None:
        seen = 0
        while seen < deeds // 4:
            for person in crowd:
                numbers = await told(db, person)
                assert numbers == list(range(1, len(numbers) + 1))
            seen = len(await told(db, ANN))

    await asyncio.wait_for(asyncio.gather(watch(), *(deed() for _ in range(deeds))), 240)


async def test_the_list_goes_on_after_a_number(db: Database, now: datetime) -> None:
    for _ in range(5):
        await tell(db, now, ANN)
    assert await told(db, ANN, limit=2) == [1, 2]
    assert await told(db, ANN, after="2", limit=2) == [3, 4]
    assert await told(db, ANN, after="4", limit=2) == [5]
    assert await told(db, ANN, after="5") == []


@pytest.mark.parametrize("after", ["6", "-1", "x", "", "²", "1" * 30])
async def test_a_number_that_is_not_ours_is_refused(db: Database, now: datetime, after: str) -> None:
    for _ in range(5):
        await tell(db, now, ANN)
    with pytest.raises(BadCursor):
        await told(db, ANN, after=after)


async def test_old_events_are_forgotten_and_the_numbers_go_on(db: Database, now: datetime) -> None:
    for day in (0, 0, 3, 8):
        await tell(db, now + timedelta(days=day), ANN)
    assert await forget(db, now + KEPT) == 0
    assert await forget(db, now + KEPT + timedelta(hours=1)) == 2
    assert await told(db, ANN) == [3, 4]
    assert await told(db, ANN, after="2") == [3, 4]
    with pytest.raises(BadCursor):
        await told(db, ANN, after="1")
    assert await forget(db, now + timedelta(days=30)) == 2
    assert await told(db, ANN) == []
    assert await told(db, ANN, after="4") == []
    with pytest.raises(BadCursor):
        await told(db, ANN, after="3")
    await tell(db, now, ANN)
    assert await told(db, ANN) == [5]


async def test_how_far_many_people_have_come_is_one_question(db: Database, now: datetime) -> None:
    for persons in ((ANN, BO), (ANN,)):
        await tell(db, now, *persons)
    assert await notices.last_ids(db, [str(ANN), str(BO), str(CHEN)]) == {str(ANN): 2, str(BO): 1}


@pytest.mark.parametrize(
    ("after", "standing", "can"),
    [
        (0, Standing(0, None), True),
        (1, Standing(0, None), False),
        (0, Standing(3, 1), True),
        (2, Standing(3, 1), True),
        (3, Standing(3, 1), True),
        (4, Standing(3, 1), False),
        (0, Standing(5, 3), False),
        (1, Standing(5, 3), False),
        (2, Standing(5, 3), True),
        (4, Standing(5, None), False),
        (5, Standing(5, None), True),
    ],
)
def test_what_can_be_resumed(after: int, standing: Standing, can: bool) -> None:
    assert events.can_resume(after, standing) is can
