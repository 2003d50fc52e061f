"""Finding people by nickname: what is found, in which order, who never is, and how often one may ask."""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import AsyncTestClient

from kith import people
from kith.kit import clock
from kith.kit.fold import folded
from kith.kit.sql import Database, Query, Tx
from kith.people import nickname as nicknames
from kith.people.forget import forget
from kith.people.person import PersonId
from kith.people.search_people import TooManySearches, search_people
from kith.people.set_privacy import set_privacy
from tests.cast import ANN, BO, CAST, CHEN, DEE, EVE, FAY, GAO, HUI, bearer, client, enrol, parts

POLICY = people.Policy(searches_a_minute=1000)
NICKNAMES = {
    BO: "林晚",
    CHEN: "小林晚晚",
    DEE: "晚风",
    EVE: "Ｌｉｎ Wan",
    FAY: "Berlin 林",
    GAO: "Lin",
    HUI: "🌸O'Neill \\ %_",
}

rows_left = Query(int, "SELECT count(*) FROM deed_count")


async def call(tx: Tx, person: PersonId, nickname: str, now: datetime) -> None:
    form = people.ProfileForm(nickname=nickname, gender="unsaid")
    await people.save_profile(tx, POLICY, person, form, now)


@pytest.fixture
async def town(tx: Tx, now: datetime) -> Tx:
    """Everybody joined a day after the one before."""
    for day, person in enumerate(CAST):
        await enrol(tx, person, now - timedelta(days=20 - day))
    for person, nickname in NICKNAMES.items():
        await call(tx, person, nickname, now)
    return tx


async def found(tx: Tx, typed: str, now: datetime, *, by: PersonId = ANN, limit: int = 100) -> list[str]:
    """The nicknames found, read in pages."""
    shown: list[str] = []
    after = None
    while True:
        page = await search_people(tx, POLICY, by, typed, after=after, limit=limit, now=now)
        assert len(page.items) <= limit
        shown += [person.nickname for person in page.items]
        after = page.next
        if after is None:
            return shown


def called(persons: Iterable[PersonId]) -> list[str]:
    return [NICKNAMES[person] for person in persons]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("林晚", (BO, CHEN)),
        ("晚", (DEE, CHEN, BO)),
        ("林", (BO, FAY, CHEN)),
        ("晚晚", (CHEN,)),
        ("lin", (GAO, EVE, FAY)),
        ("LIN", (GAO, EVE, FAY)),
        ("l", (GAO, EVE)),
        ("linw", (EVE,)),
        ("n wa", (EVE,)),
        ("ｌｉｎ　ｗａｎ", (EVE,)),
        ("erli", (FAY,)),
        ("林 ", (BO, FAY, CHEN)),
        ("o'ne", (HUI,)),
        ("🌸", (HUI,)),
        ("\\", ()),
        ("ll\\", (HUI,)),
        ("%_", (HUI,)),
        ("_%", ()),
        ("晚林", ()),
        ("   ", ()),
        ("zz", ()),
    ],
)
async def test_found(town: Tx, now: datetime, typed: str, expected: tuple[PersonId, ...]) -> None:
    """The very nickname, then those that begin so, then the newest people; the same in pages of one."""
    assert await found(town, typed, now) == called(expected)
    assert await found(town, typed, now, limit=1) == called(expected)


@given(
    nickname=st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs")), min_size=1, max_size=20),
    cut=st.data(),
)
def test_every_part_of_two_characters_and_every_beginning_finds(nickname: str, cut: st.DataObject) -> None:
    plain = folded(nickname)
    there = set(nicknames.cuts(nickname))
    assert set(nicknames.question(nickname)) <= there
    start = cut.draw(st.integers(0, max(0, len(plain) - 1)))
    part = plain[start : cut.draw(st.integers(start, len(plain)))]
    if folded(part) == part and (len(part) > 1 or start == 0):
        assert set(nicknames.question(part)) <= there


async def test_whom_nobody_finds(town: Tx, now: datetime) -> None:
    """Oneself, the blocked in either direction, who does not want to be found; a new profile does not undo that."""
    assert await found(town, "林晚", now, by=BO) == called([CHEN])
    await people.block(town, people.Blocked(), ANN, BO, now)
    await people.block(town, people.Blocked(), CHEN, ANN, now)
    assert await found(town, "林晚", now) == []
    assert await found(town, "林晚", now, by=DEE) == called([BO, CHEN])
    await people.unblock(town, ANN, BO)
    assert await found(town, "林晚", now) == called([BO])
    await set_privacy(town, BO, nicknames.Privacy(found_by_nickname=False))
    await call(town, BO, "林晚晚", now)
    assert await found(town, "林晚", now, by=DEE) == called([CHEN])
    await set_privacy(town, BO, nicknames.Privacy(found_by_nickname=True))
    assert await found(town, "林晚", now, by=DEE) == ["林晚晚", NICKNAMES[CHEN]]


async def test_a_new_nickname_is_found_and_the_old_one_no_more(town: Tx, now: datetime) -> None:
    await call(town, GAO, "Moritz", now)
    assert await found(town, "moritz", now) == ["Moritz"]
    assert NICKNAMES[GAO] not in await found(town, "lin", now)


async def test_so_many_searches_a_minute(town: Tx, now: datetime) -> None:
    few = people.Policy(searches_a_minute=2)

    async def ask(person: PersonId, at: datetime) -> None:
        await search_people(town, few, person, "lin", after=None, limit=1, now=at)

    await ask(ANN, now)
    await ask(ANN, now + timedelta(seconds=20))
    with pytest.raises(TooManySearches) as refused:
        await ask(ANN, now + timedelta(seconds=20))
    assert refused.value.facts == {"retry_after": 40}
    await ask(BO, now + timedelta(seconds=20))
    with pytest.raises(TooManySearches):
        await ask(ANN, now + timedelta(seconds=59, milliseconds=999))
    await ask(ANN, now + timedelta(seconds=60))
    await ask(ANN, now + timedelta(seconds=60))
    with pytest.raises(TooManySearches):
        await ask(ANN, now + timedelta(seconds=61))
    await forget(town, POLICY, now + timedelta(days=2))
    assert await rows_left.one(town) == 0


@dataclass
class Kith:
    """A running instance, and who is signed in to it."""

    ask: AsyncTestClient[Litestar]
    ann: dict[str, str]
    bo: dict[str, str]


@pytest.fixture
async def kith(db: Database) -> AsyncGenerator[Kith]:
    async with db.transaction() as tx:
        for person in (ANN, BO, CHEN):
            await enrol(tx, person, clock.now())
    async with client(parts(db, people.Policy(searches_a_minute=6))) as ask:
        yield Kith(ask, await bearer(db, ANN), await bearer(db, BO))


async def test_over_http(kith: Kith) -> None:
    async def search(**params: str | int) -> tuple[int, dict[str, object]]:
        answer = await kith.ask.get("/people", params=params, headers=kith.ann)
        return answer.status_code, answer.json()

    stranger = {"person_id": str(BO), "nickname": "Bo", "gender": "unsaid", "followed": False, "follows_you": False}
    _, page = await search(q="bo")
    (seen,) = page["items"]
    unsaid = {"picture_id": None, "bio": "", "interests": []}
    assert {**seen, "age": 0} == {**stranger, "age": 0, "friends": False, **unsaid}
    assert seen["age"] > 18
    await kith.ask.put(f"/me/following/{BO}", headers=kith.ann)
    _, page = await search(q="bo")
    assert [page["items"][0][flag] for flag in ("followed", "follows_you", "friends")] == [True, False, False]
    await kith.ask.put(f"/me/following/{ANN}", headers=kith.bo)
    _, page = await search(q="bo")
    assert [page["items"][0][flag] for flag in ("followed", "follows_you", "friends")] == [True, True, True]

    assert (await kith.ask.get("/me/privacy", headers=kith.bo)).json() == {"found_by_nickname": True}
    hidden = {"found_by_nickname": False}
    assert (await kith.ask.put("/me/privacy", json=hidden, headers=kith.bo)).json() == hidden
    assert (await kith.ask.get("/me/privacy", headers=kith.bo)).json() == hidden
    assert await search(q="bo") == (200, {"items": [], "next": None})
    assert (await kith.ask.get(f"/people/{BO}", headers=kith.ann)).status_code == 200

    for wrong in ({}, {"q": ""}, {"q": "x" * 31}, {"q": "a\0"}, {"q": "a", "limit": 0}, {"q": "a", "limit": 101}):
        assert (await search(**wrong))[0] == 400
    status, problem = await search(q="bo", after="x")
    assert (status, problem["code"]) == (404, "bad_cursor")
    assert (await kith.ask.put("/me/privacy", json={}, headers=kith.bo)).status_code == 400

    for _ in range(2):
        assert (await search(q="chen"))[0] == 200
    answer = await kith.ask.get("/people", params={"q": "chen"}, headers=kith.ann)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_searches")
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.json()["facts"] == {"retry_after": int(answer.headers["retry-after"])}
