"""Sessions and devices: how long they live, and how they end."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kith import people
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.people import person as persons
from kith.people import session as sessions
from kith.people.find_session import find_session
from kith.people.list_devices import list_devices
from kith.people.session import CrossSite, DeviceId, DeviceNotFound, Me, ProfileIncomplete, Session, SignInFirst
from kith.people.sign_out import sign_out
from kith.people.sign_out_everywhere import sign_out_everywhere
from tests.cast import ANN, BO, enrol, token

POLICY = people.Policy()
NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
PUBLIC = "https://kith.example"

left = Query(int, "SELECT (SELECT count(*)::int FROM session) + (SELECT count(*)::int FROM device)")
seen = Query(datetime, "SELECT seen_at FROM session")


def session(*, complete: bool = True, created: timedelta = HOUR, used: timedelta = HOUR) -> Session:
    return Session(ANN, DeviceId(UUID(int=1)), complete, NOW - created, NOW - used)


@pytest.mark.parametrize(
    ("found", "newcomers", "refusal"),
    [
        (None, True, SignInFirst),
        (session(created=180 * DAY, complete=False), False, SignInFirst),
        (session(created=60 * DAY, used=30 * DAY), True, SignInFirst),
        (session(complete=False), False, ProfileIncomplete),
    ],
)
def test_not_admitted(found: Session | None, newcomers: bool, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        sessions.admitted(found, newcomers, POLICY, NOW)


@pytest.mark.parametrize(
    ("found", "newcomers"),
    [
        (session(), False),
        (session(complete=False), True),
        (session(created=180 * DAY - SECOND, used=30 * DAY - SECOND), False),
    ],
)
def test_admitted(found: Session, newcomers: bool) -> None:
    assert sessions.admitted(found, newcomers, POLICY, NOW) is found


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Bearer ", None), ("Bearer", None), ("Basic abc", None)],
)
def test_bearer(header: str, token: str | None) -> None:
    assert sessions.bearer({"authorization": header}) == token
    assert sessions.bearer({}) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": PUBLIC}, False),
        ({"origin": "https://kith.internal:8400", "host": "kith.internal:8400"}, True),
        ({"origin": PUBLIC, "host": "10.0.0.7:8400"}, True),
        ({"origin": "https://evil.example", "host": "kith.example"}, False),
        ({"origin": "https://kith.example.evil.example", "host": "kith.example"}, False),
        ({"origin": "null", "host": "kith.example"}, False),
        ({"origin": ""}, False),
    ],
)
def test_only_our_own_pages_change_something(method: str, headers: dict[str, str], own: bool) -> None:
    sessions.refuse_cross_site("GET", headers, PUBLIC)
    if own:
        sessions.refuse_cross_site(method, headers, PUBLIC)
        return
    for public_url in (PUBLIC, None):
        with pytest.raises(CrossSite):
            sessions.refuse_cross_site(method, headers, public_url)


async def test_a_token_is_known_by_its_hash_only(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        made = await token(tx, ANN, now)
        assert await sessions.by_token.maybe(tx, token_hash=made.encode()) is None
        assert await sessions.by_token.maybe(tx, token_hash=ids.digest(made)) is not None
    assert (await find_session(db, POLICY, made, newcomers=False, now=now)).person_id == ANN
    with pytest.raises(SignInFirst):
        await find_session(db, POLICY, made + "x", newcomers=True, now=now)


async def test_use_is_noted_once_an_hour_and_keeps_the_session_alive(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        made = await token(tx, ANN, now)
    for later, noted in ((HOUR - SECOND, now), (HOUR, now + HOUR), (29 * DAY, now + 29 * DAY)):
        me = await find_session(db, POLICY, made, newcomers=False, now=now + later)
        async with db.transaction() as tx:
            assert await seen.one(tx) == noted
            page = await list_devices(tx, POLICY, me, after=None, limit=5, now=now + later)
            assert page.items[0].seen_on == noted.date()
    await find_session(db, POLICY, made, newcomers=False, now=now + 58 * DAY)
    with pytest.raises(SignInFirst):
        await find_session(db, POLICY, made, newcomers=False, now=now + 88 * DAY)


async def test_a_profile_opens_every_session_of_the_person(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await persons.add.run(tx, person_id=ANN, phone_key=b"ann", now=now)
        tokens = [(await people.open_session(tx, ANN, "", complete=False, now=now))[0] for _ in range(2)]
    for made in tokens:
        assert (await find_session(db, POLICY, made, newcomers=True, now=now)).person_id == ANN
        with pytest.raises(ProfileIncomplete):
            await find_session(db, POLICY, made, newcomers=False, now=now)
    async with db.transaction() as tx:
        form = people.ProfileForm(nickname="Ann", gender="other", birthday=date(2000, 1, 1))
        await people.save_profile(tx, POLICY, ANN, form, now)
    for made in tokens:
        assert (await find_session(db, POLICY, made, newcomers=False, now=now)).person_id == ANN


async def test_signing_out_here_there_and_everywhere(tx: Tx, now: datetime) -> None:
    for person in (ANN, BO):
        await enrol(tx, person, now)
    mine = [(await people.open_session(tx, ANN, f"d{n}", complete=True, now=now + n * SECOND))[1] for n in range(4)]
    _, bos = await people.open_session(tx, BO, "bo", complete=True, now=now)
    assert await left.one(tx) == 10

    first = await list_devices(tx, POLICY, mine[0], after=None, limit=3, now=now)
    rest = await list_devices(tx, POLICY, mine[0], after=first.next, limit=3, now=now)
    assert [device.name for device in first.items] == ["d3", "d2", "d1"]
    assert [(device.name, device.this) for device in rest.items] == [("d0", True)]
    assert rest.next is None

    await sign_out(tx, ANN, mine[2].device_id)
    for me in (Me(ANN, mine[2].device_id), Me(ANN, bos.device_id)):
        with pytest.raises(DeviceNotFound):
            await sign_out(tx, me.person_id, me.device_id)
    assert await left.one(tx) == 8
    await sign_out_everywhere(tx, ANN)
    assert await left.one(tx) == 2


async def test_what_has_run_out_is_forgotten(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    await token(tx, ANN, now)
    await people.forget(tx, POLICY, now + 30 * DAY - SECOND)
    assert await left.one(tx) == 2
    await people.forget(tx, POLICY, now + 30 * DAY)
    assert await left.one(tx) == 0
