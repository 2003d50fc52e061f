"""Profiles, and who is too young to have one."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.people import person as persons
from kith.people import phone as phones
from kith.people.gift_door import Door
from kith.people.person import (
    BirthdayImpossible,
    BirthdayLocked,
    BirthdayMissing,
    Gender,
    Myself,
    PersonId,
    PersonNotFound,
    ProfileForm,
    TooYoung,
    UnfitText,
)
from kith.people.session import SignInFirst
from kith.people.view_me import view_me
from tests.cast import ANN, BO, SECRET, enrol

POLICY = people.Policy()
ADULT = date(2008, 3, 1)
CHILD = date(2008, 3, 2)
KEY = SECRET.phone_key("+8613900139000")

rows_left = Query(
    int,
    """
    SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM phone) + (SELECT count(*) FROM device)
        + (SELECT count(*) FROM session) + (SELECT count(*) FROM profile)
    """,
)


def form(nickname: str = "Ann", birthday: date | None = ADULT, bio: str = "", interests: tuple[str, ...] = ()):
    gender: Gender = "female"
    return ProfileForm(nickname=nickname, gender=gender, bio=bio, interests=list(interests), birthday=birthday)


async def newcomer(tx: Tx, now: datetime, person_id: PersonId = ANN) -> None:
    await persons.add.run(tx, person_id=person_id, phone_key=KEY, now=now)
    await phones.add.run(tx, phone_key=KEY, person_id=person_id, sealed_number=b"", now=now)


async def test_joining(tx: Tx, now: datetime) -> None:
    await newcomer(tx, now)
    with pytest.raises(PersonNotFound):
        await people.card(tx, ANN, now)
    assert await view_me(tx, ANN, now) == Myself(ANN, False, None, None, [])
    saved = await people.save_profile(tx, POLICY, ANN, form(bio="hi", interests=("tea",)), now)
    assert saved == await view_me(tx, ANN, now)
    assert isinstance(saved, Myself)
    assert saved.age == 18
    assert await people.card(tx, ANN, now) == people.Card(ANN, "Ann", 18, "female")
    assert await people.door(tx, ANN) == Door("friends", 100_000, 5)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (form(nickname=" \u200d ", birthday=None), UnfitText),
        (form(nickname="x" * 21), UnfitText),
        (form(nickname="a\x00b"), UnfitText),
        (form(nickname="a\nb"), UnfitText),
        (form(nickname="a\u202eb"), UnfitText),
        (form(bio="\x1b[31m"), UnfitText),
        # Composing makes two characters of this one.
        (form(bio="\u0958" * 101), UnfitText),
        (form(interests=("tea", " ")), UnfitText),
        (form(interests=("tea", "x" * 21)), UnfitText),
        (form(birthday=None), BirthdayMissing),
        (form(birthday=date(2026, 3, 2)), BirthdayImpossible),
        (form(birthday=date(1890, 1, 1)), BirthdayImpossible),
    ],
)
async def test_refused_profiles_in_the_order_of_the_checks(
    tx: Tx, now: datetime, wanted: ProfileForm, refusal: type[Refusal]
) -> None:
    await newcomer(tx, now)
    with pytest.raises(refusal):
        await people.save_profile(tx, POLICY, ANN, wanted, now)


async def test_nobody_has_no_profile(tx: Tx, now: datetime) -> None:
    with pytest.raises(SignInFirst):
        await people.save_profile(tx, POLICY, BO, form(nickname=""), now)


async def test_the_birthday_is_asked_once(tx: Tx, now: datetime) -> None:
    await newcomer(tx, now)
    await people.save_profile(tx, POLICY, ANN, form(), now)
    with pytest.raises(BirthdayLocked):
        await people.save_profile(tx, POLICY, ANN, form(birthday=CHILD), now)
    for birthday in (None, ADULT):
        saved = await people.save_profile(tx, POLICY, ANN, form(nickname="Anna", birthday=birthday), now)
        assert isinstance(saved, Myself)
        assert saved.profile == persons.Profile("Anna", ADULT, "female", "", [])


async def test_changing_the_profile_leaves_the_gift_door(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    await people.set_door(tx, ANN, Door("nobody", 50_000, 1), now)
    await people.save_profile(tx, POLICY, ANN, form(birthday=None), now)
    assert await people.door(tx, ANN) == Door("nobody", 50_000, 1)


async def test_who_is_too_young_leaves_a_key_and_nothing_else(tx: Tx, now: datetime) -> None:
    await newcomer(tx, now)
    await people.open_session(tx, ANN, "phone", complete=False, now=now)
    assert isinstance(await people.save_profile(tx, POLICY, ANN, form(birthday=CHILD), now), TooYoung)
    assert await rows_left.one(tx) == 0
    assert await phones.is_underage.one(tx, phone_key=KEY, now=now)
    midnight_in_china = datetime.fromisoformat("2026-03-01T16:00:00+00:00")
    just_before = midnight_in_china - timedelta(microseconds=1)
    assert await phones.is_underage.one(tx, phone_key=KEY, now=just_before)
    assert not await phones.is_underage.one(tx, phone_key=KEY, now=midnight_in_china)


async def test_a_remembered_number_is_refused_whatever_birthday_it_gives(tx: Tx, now: datetime) -> None:
    await phones.remember_underage.run(tx, phone_key=KEY, until_at=now + timedelta(days=1))
    await newcomer(tx, now)
    assert isinstance(await people.save_profile(tx, POLICY, ANN, form(birthday=ADULT), now), TooYoung)
    assert await rows_left.one(tx) == 0


async def test_texts_are_trimmed_composed_and_told_apart_once(tx: Tx, now: datetime) -> None:
    await newcomer(tx, now)
    wanted = form(nickname="  Zoe\u0308  ", bio="a\r\nb ", interests=("Tea", "tea", " Go ", "👩\u200d🍳"))
    saved = await people.save_profile(tx, POLICY, ANN, wanted, now)
    assert isinstance(saved, Myself)
    assert saved.profile == persons.Profile("Zoë", ADULT, "female", "a\nb", ["Tea", "Go", "👩\u200d🍳"])


async def test_two_birthdays_at_once_leave_one(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await newcomer(tx, now)

    async def one(birthday: date) -> bool:
        try:
            async with db.transaction() as tx:
                await people.save_profile(tx, POLICY, ANN, form(birthday=birthday), now)
        except BirthdayLocked:
            return False
        return True

    birthdays = [ADULT - timedelta(days=days) for days in range(6)]
    assert sum(await asyncio.gather(*map(one, birthdays))) == 1


async def test_the_card_of_who_has_no_profile_says_nothing(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    found = await people.cards(tx, [ANN, BO, ANN], now)
    assert found == {ANN: await people.card(tx, ANN, now), BO: people.Card(BO, "", 0, "unsaid", gone=True)}
    with pytest.raises(PersonNotFound):
        await people.card(tx, BO, now)
    assert await people.cards(tx, [], now) == {}
    with pytest.raises(PersonNotFound):
        await people.door(tx, BO)
