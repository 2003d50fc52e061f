"""A person and the profile that the others see.

A person exists from the first sign-in and is visible from the moment there is a profile. The birthday is asked once;
only the age ever leaves the system.
"""

import unicodedata
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.people.age import OLDEST_YEARS, age_on, day_of

PersonId = NewType("PersonId", UUID)
Gender = Literal["female", "male", "other", "unsaid"]

Nickname = Annotated[str, Meta(min_length=1, max_length=40, description="1 to 20 characters when trimmed")]
Bio = Annotated[str, Meta(max_length=200)]
Interests = Annotated[list[str], Meta(max_length=10, description="each 1 to 20 characters when trimmed")]

_JOINERS = "\u200c\u200d"
_HIDDEN = ("Cc", "Cf", "Cs", "Co")


class PersonNotFound(Refusal, status=404):
    """There is no such person here."""


class NotYourself(Refusal, status=409):
    """That works between two people; this is you."""


class UnfitText(Refusal, status=409):
    """This text is empty, too long, or has characters that cannot be shown."""


class BirthdayMissing(Refusal, status=409):
    """Your birthday is needed once, to know that you are an adult. Others only see your age."""


class BirthdayLocked(Refusal, status=409):
    """Your birthday was asked once and cannot be changed. If it is wrong, ask the operator."""


class BirthdayImpossible(Refusal, status=409):
    """Nobody alive has this birthday. Look at the year."""


class TooYoung(Refusal, status=403):
    """Kith is for adults. You are welcome when you have come of age."""


class Card(Struct, frozen=True):
    """What everybody may know of a person at a glance. Of somebody who is `gone`, that is nothing: no name, age 0."""

    person_id: PersonId
    nickname: str
    age: int
    gender: Gender
    gone: bool = False
    """The account was deleted."""
    picture_id: str | None = None
    """The face: the first photo."""


class PersonCard(Struct, frozen=True):
    """A person in a list, at a glance, and what stands between the two."""

    person_id: PersonId
    nickname: str
    age: int
    gender: Gender
    followed: bool
    """You follow this person."""
    follows_you: bool
    friends: bool
    """You follow each other."""
    picture_id: str | None
    """The face: the first photo."""
    bio: str
    interests: list[str]


class Profile(Struct):
    """What a person says of himself or herself."""

    nickname: str
    birthday: date
    gender: Gender
    bio: str
    interests: list[str]


class ProfileForm(Struct):
    """A profile as it is handed in. The birthday is needed the first time and may be left out afterwards."""

    nickname: Nickname
    gender: Gender
    bio: Bio = ""
    interests: Interests = []
    birthday: date | None = None


class Myself(Struct):
    """What a person sees of his or her own account. `profile` is null until it is complete."""

    person_id: PersonId
    profile_complete: bool
    age: int | None
    profile: Profile | None
    photos: list[str]
    """Pictures in order; the first is the face."""


class PersonView(Struct):
    """A person's page, as another one sees it."""

    person_id: PersonId
    nickname: str
    age: int
    gender: Gender
    bio: str
    interests: list[str]
    followed: bool
    """You follow this person."""
    follows_you: bool
    friends: bool
    """You follow each other."""
    photos: list[str]
    """Pictures in order; the first is the face."""


class Known(Struct):
    """A person with what is needed to show a card."""

    person_id: PersonId
    nickname: str
    birthday: date
    gender: Gender
    picture_id: str | None
    bio: str
    interests: list[str]


class Person(Struct):
    """The row behind an account. Of somebody who left, nothing else remains."""

    person_id: PersonId
    phone_key: bytes | None
    created_at: datetime
    left_at: datetime | None


def nobody(person_id: PersonId) -> Card:
    """The card of somebody who has no profile, because it was deleted."""
    return Card(person_id, "", 0, "unsaid", gone=True)


def card_of(known: Known, now: datetime) -> Card:
    """The card on the day of `now`."""
    age = age_on(known.birthday, day_of(now))
    return Card(known.person_id, known.nickname, age, known.gender, picture_id=known.picture_id)


def tied_card_of(known: Known, *, followed: bool, follows_you: bool, now: datetime) -> PersonCard:
    """The card on the day of `now`, for somebody who follows the person or not."""
    return PersonCard(
        person_id=known.person_id,
        nickname=known.nickname,
        age=age_on(known.birthday, day_of(now)),
        gender=known.gender,
        followed=followed,
        follows_you=follows_you,
        friends=followed and follows_you,
        picture_id=known.picture_id,
        bio=known.bio,
        interests=known.interests,
    )


def fit(form: ProfileForm) -> ProfileForm:
    """The form with its texts trimmed, composed (NFC) and without an interest twice. Raises `UnfitText`."""
    interests = [_shown(text, "interests", 1, 20) for text in form.interests]
    return ProfileForm(
        nickname=_shown(form.nickname, "nickname", 1, 20),
        gender=form.gender,
        bio=_shown(form.bio, "bio", 0, 200, keep="\n"),
        interests=list({text.casefold(): text for text in reversed(interests)}.values())[::-1],
        birthday=form.birthday,
    )


def device_name(text: str) -> str:
    """What a device calls itself, fit to be shown. Raises `UnfitText`."""
    return _shown(text, "device", 0, 60)


def passkey_name(text: str) -> str:
    """What a person calls a passkey, fit to be shown. Raises `UnfitText`."""
    return _shown(text, "name", 0, 60)


def birthday_of(known: date | None, given: date | None, now: datetime) -> date:
    """The birthday that counts. Raises `BirthdayMissing`, `BirthdayLocked`, `BirthdayImpossible` in this order."""
    birthday = known or given
    if birthday is None:
        raise BirthdayMissing
    if given not in (None, birthday):
        raise BirthdayLocked
    if not day_of(now) - timedelta(days=OLDEST_YEARS * 366) < birthday <= day_of(now):
        raise BirthdayImpossible
    return birthday


def _shown(text: str, field: str, shortest: int, longest: int, keep: str = "") -> str:
    """The text trimmed and composed, without controls, marks that turn the writing direction, or surrogates."""
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip().strip(_JOINERS)
    hidden = any(unicodedata.category(c) in _HIDDEN and c not in _JOINERS + keep for c in clean)
    if hidden or not shortest <= len(clean) <= longest:
        raise UnfitText(field=field)
    return clean


add = Statement(
    """
    INSERT INTO person (person_id, phone_key, created_at) VALUES (%(person_id)s, %(phone_key)s, %(now)s)
    """
)
by_id = Query(Person, "SELECT person_id, phone_key, created_at, left_at FROM person WHERE person_id = %(person_id)s")
lock = Query(
    Person,
    "SELECT person_id, phone_key, created_at, left_at FROM person WHERE person_id = %(person_id)s FOR NO KEY UPDATE",
)
remove = Statement("DELETE FROM person WHERE person_id = %(person_id)s")

profile_of = Query(
    Profile,
    "SELECT nickname, birthday, gender, bio, interests FROM profile WHERE person_id = %(person_id)s",
)
known = Query(
    Known,
    """
    SELECT profile.person_id, nickname, birthday, gender, picture_id, bio, interests FROM profile
    LEFT JOIN photo ON photo.person_id = profile.person_id AND photo.position = 0
    WHERE profile.person_id = ANY(%(person_ids)s::uuid[])
    """,
)
has_profile = Query(bool, "SELECT EXISTS (SELECT FROM profile WHERE person_id = %(person_id)s)")
write_profile = Statement(
    """
    INSERT INTO profile (person_id, nickname, birthday, gender, bio, interests, created_at, changed_at)
    VALUES (%(person_id)s, %(nickname)s, %(birthday)s, %(gender)s, %(bio)s, %(interests)s::text[], %(now)s, %(now)s)
    ON CONFLICT (person_id) DO UPDATE
    SET nickname = excluded.nickname, gender = excluded.gender, bio = excluded.bio,
        interests = excluded.interests, changed_at = excluded.changed_at
    """
)
