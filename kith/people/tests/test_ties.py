"""Following, friends, having met, blocks."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kith import people
from kith.kit.page import BadCursor
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.people.list_people import list_people
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.tie import Circle, Followed, FollowLimit
from kith.people.view_person import view_person
from tests.cast import ANN, BO, CAST, CHEN, DEE, EVE, HUI, befriend, enrol

POLICY = people.Policy()
NONE = people.Blocked()
NOBODY = people.NewFollower()

one_sided = Query(
    int,
    """
    SELECT count(*) FROM (
        (SELECT person_id, other_id, since_at FROM following
         EXCEPT SELECT other_id, person_id, since_at FROM follower)
        UNION ALL
        (SELECT other_id, person_id, since_at FROM follower
         EXCEPT SELECT person_id, other_id, since_at FROM following)
        UNION ALL
        (SELECT person_id, other_id, since_at FROM block
         EXCEPT SELECT other_id, person_id, since_at FROM blocked_by)
        UNION ALL
        (SELECT other_id, person_id, since_at FROM blocked_by
         EXCEPT SELECT person_id, other_id, since_at FROM block)
    ) AS lonely
    """,
)


@pytest.fixture
async def cast(tx: Tx, now: datetime) -> Tx:
    for person in CAST:
        await enrol(tx, person, now)
    return tx


async def names(tx: Tx, person: PersonId, circle: Circle, now: datetime) -> list[str]:
    page = await list_people(tx, person, circle, after=None, limit=20, now=now)
    return [card.nickname for card in page.items]


async def test_following_each_other_is_being_friends(cast: Tx, now: datetime) -> None:
    assert await people.follow(cast, NOBODY, POLICY, ANN, BO, now=now) == Followed(friends=False)
    assert not await people.mutual(cast, ANN, BO)
    assert await people.follow(cast, NOBODY, POLICY, BO, ANN, now=now) == Followed(friends=True)
    assert await people.mutual(cast, ANN, BO)
    assert await people.mutual(cast, BO, ANN)
    await people.unfollow(cast, ANN, BO)
    assert not await people.mutual(cast, BO, ANN)
    assert await names(cast, BO, "following", now) == ["Ann"]
    assert await names(cast, ANN, "followers", now) == ["Bo"]
    assert await one_sided.one(cast) == 0


async def test_following_and_unfollowing_twice_is_once(cast: Tx, now: datetime) -> None:
    await people.follow(cast, NOBODY, POLICY, ANN, BO, now=now)
    assert await people.follow(cast, NOBODY, POLICY, ANN, BO, now=now + timedelta(1)) == Followed(friends=False)
    await people.unfollow(cast, ANN, BO)
    await people.unfollow(cast, ANN, BO)
    assert await names(cast, BO, "followers", now) == []


@pytest.mark.parametrize(
    ("whom", "limit", "refusal"),
    [
        (ANN, 0, NotYourself),
        (PersonId(UUID(int=1)), 0, PersonNotFound),
        (DEE, 0, PersonNotFound),
        (EVE, 0, PersonNotFound),
        (BO, 1, FollowLimit),
    ],
    ids=["oneself", "nobody", "whom one blocked", "who blocked one", "one too many"],
)
async def test_refused_follows_in_the_order_of_the_checks(
    cast: Tx, now: datetime, whom: PersonId, limit: int, refusal: type[Refusal]
) -> None:
    await people.block(cast, NONE, ANN, DEE, now)
    await people.block(cast, NONE, EVE, ANN, now)
    await people.follow(cast, NOBODY, POLICY, ANN, CHEN, now=now)
    with pytest.raises(refusal):
        await people.follow(cast, NOBODY, people.Policy(follow_limit=limit), ANN, whom, now=now)


async def test_whom_one_follows_already_is_not_one_too_many(cast: Tx, now: datetime) -> None:
    await people.follow(cast, NOBODY, POLICY, ANN, BO, now=now)
    assert await people.follow(cast, NOBODY, people.Policy(follow_limit=1), ANN, BO, now=now) == Followed(friends=False)


async def test_lists_come_in_pages_with_the_newest_first(cast: Tx, now: datetime) -> None:
    others = CAST[1:8]
    for minute, other in enumerate(others):
        await people.follow(cast, NOBODY, POLICY, ANN, other, now=now + timedelta(minutes=minute // 2))
        await people.follow(cast, NOBODY, POLICY, other, ANN, now=now)
    for circle in ("following", "followers", "friends"):
        seen: list[PersonId] = []
        after = None
        while True:
            page = await list_people(cast, ANN, circle, after=after, limit=3, now=now)
            seen += [card.person_id for card in page.items]
            after = page.next
            if after is None:
                break
        assert sorted(seen) == sorted(others), circle
        assert len(seen) == len(set(seen))
    page = await list_people(cast, ANN, "following", after=None, limit=3, now=now)
    assert [card.nickname for card in page.items] == ["Hui", "Gao", "Fay"]
    with pytest.raises(BadCursor):
        await list_people(cast, ANN, "following", after="nonsense", limit=3, now=now)


async def test_met_are_friends_who_both_wrote(cast: Tx, now: datetime) -> None:
    await people.meet(cast, ANN, BO, now)
    await people.meet(cast, BO, ANN, now)
    assert not await people.met(cast, ANN, BO)
    await befriend(cast, ANN, BO, now)
    assert await people.met(cast, ANN, BO)
    assert await people.met(cast, BO, ANN)
    assert not await people.met(cast, ANN, CHEN)


async def test_a_block_ends_what_was_and_hides_each_from_the_other(cast: Tx, now: datetime) -> None:
    await befriend(cast, ANN, BO, now)
    assert (await view_person(cast, BO, ANN, now)).friends
    await people.block(cast, NONE, ANN, BO, now)
    assert await people.blocked(cast, ANN, BO)
    assert await people.blocked(cast, BO, ANN)
    assert not await people.blocked(cast, ANN, CHEN)
    assert not await people.mutual(cast, ANN, BO)
    for viewer, person in ((ANN, BO), (BO, ANN)):
        with pytest.raises(PersonNotFound):
            await view_person(cast, viewer, person, now)
        for circle in ("following", "followers", "friends"):
            assert await names(cast, viewer, circle, now) == []
    assert await names(cast, ANN, "blocks", now) == ["Bo"]
    assert await names(cast, BO, "blocks", now) == []
    assert await one_sided.one(cast) == 0


async def test_a_block_lasts_until_both_took_theirs_back(cast: Tx, now: datetime) -> None:
    await people.block(cast, NONE, ANN, BO, now)
    await people.block(cast, NONE, BO, ANN, now)
    await people.unblock(cast, ANN, BO)
    assert await people.blocked(cast, ANN, BO)
    await people.unblock(cast, BO, ANN)
    await people.unblock(cast, BO, ANN)
    assert not await people.blocked(cast, ANN, BO)
    assert not (await view_person(cast, ANN, BO, now)).followed


@pytest.mark.parametrize(("whom", "refusal"), [(ANN, NotYourself), (HUI, PersonNotFound)])
async def test_refused_blocks(tx: Tx, now: datetime, whom: PersonId, refusal: type[Refusal]) -> None:
    await enrol(tx, ANN, now)
    with pytest.raises(refusal):
        await people.block(tx, NONE, ANN, whom, now)


async def test_whoever_needs_to_know_of_a_block_is_told_once(cast: Tx, now: datetime) -> None:
    told: list[tuple[str, PersonId, PersonId]] = []

    async def first(tx: Tx, blocker: PersonId, blocked: PersonId, at: datetime) -> None:
        assert await people.blocked(tx, blocker, blocked)
        assert at == now
        told.append(("first", blocker, blocked))

    async def second(tx: Tx, blocker: PersonId, blocked: PersonId, at: datetime) -> None:
        told.append(("second", blocker, blocked))

    for _ in range(2):
        await people.block(cast, people.Blocked((first, second)), ANN, BO, now)
    assert told == [("first", ANN, BO), ("second", ANN, BO)]


async def test_two_who_follow_each_other_at_once_are_friends(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        await enrol(tx, BO, now)

    async def one(person: PersonId, other: PersonId) -> bool:
        async with db.transaction() as tx:
            return (await people.follow(tx, NOBODY, POLICY, person, other, now=now)).friends

    for _ in range(5):
        told = await asyncio.gather(one(ANN, BO), one(BO, ANN))
        assert sorted(told) == [False, True], "the second one learns it"
        async with db.transaction() as tx:
            assert await people.mutual(tx, ANN, BO)
            await people.unfollow(tx, ANN, BO)
            await people.unfollow(tx, BO, ANN)


async def test_nobody_follows_across_a_block_that_comes_at_the_same_moment(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        await enrol(tx, BO, now)

    async def follows(person: PersonId, other: PersonId) -> None:
        try:
            async with db.transaction() as tx:
                await people.follow(tx, NOBODY, POLICY, person, other, now=now)
        except PersonNotFound:
            pass

    async def blocks() -> None:
        async with db.transaction() as tx:
            await people.block(tx, NONE, ANN, BO, now)

    for _ in range(5):
        await asyncio.gather(follows(BO, ANN), blocks(), follows(ANN, BO))
        async with db.transaction() as tx:
            for circle in ("following", "followers"):
                assert await names(tx, ANN, circle, now) == []
            assert await one_sided.one(tx) == 0
            await people.unblock(tx, ANN, BO)


async def test_the_limit_holds_when_all_are_followed_at_once(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        for person in CAST:
            await enrol(tx, person, now)

    async def follows(other: PersonId) -> bool:
        try:
            async with db.transaction() as tx:
                await people.follow(tx, NOBODY, people.Policy(follow_limit=4), ANN, other, now=now)
        except FollowLimit:
            return False
        return True

    assert sum(await asyncio.gather(*map(follows, CAST[1:]))) == 4
