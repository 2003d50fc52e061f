"""Write one's own profile; the first time, this is the second half of joining."""

from datetime import datetime

from kith.kit.fold import folded
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import gift_door as doors
from kith.people import nickname as nicknames
from kith.people import person as persons
from kith.people import phone as phones
from kith.people import photo as photos
from kith.people import session as sessions
from kith.people.age import age_on, birthday_number, day_of, start_of
from kith.people.person import Myself, Person, PersonId, ProfileForm, TooYoung
from kith.people.policy import Policy
from kith.people.session import SignInFirst
from kith.people.sign_out_everywhere import sign_out_everywhere


async def save_profile(
    tx: Tx, policy: Policy, person_id: PersonId, form: ProfileForm, now: datetime
) -> Myself | Refusal:
    """Lock the person, check the form, write it; the first time, open the gift door and the sessions to everything.

    Who says to be under age is refused, and all that is left is the number's key until that person is an adult: this
    `TooYoung` is returned, because it must leave that trace. Raises before it, in this order, `SignInFirst`,
    `UnfitText`, `BirthdayMissing`, `BirthdayLocked`, `BirthdayImpossible`.
    """
    person = await persons.lock.maybe(tx, person_id=person_id)
    if person is None or person.left_at:
        raise SignInFirst
    before = await persons.profile_of.maybe(tx, person_id=person_id)
    fit = persons.fit(form)
    birthday = persons.birthday_of(before.birthday if before else None, fit.birthday, now)
    if before is None:
        remembered = await phones.is_underage.one(tx, phone_key=person.phone_key, now=now)
        if remembered or age_on(birthday, day_of(now)) < policy.adult_years:
            await _turn_away(tx, person, start_of(birthday_number(birthday, policy.adult_years)))
            return TooYoung()
    profile = persons.Profile(fit.nickname, birthday, fit.gender, fit.bio, fit.interests)
    await persons.write_profile.run(
        tx,
        person_id=person_id,
        nickname=profile.nickname,
        birthday=profile.birthday,
        gender=profile.gender,
        bio=profile.bio,
        interests=profile.interests,
        now=now,
    )
    await nicknames.write.run(
        tx, person_id=person_id, folded=folded(fit.nickname), cuts=nicknames.cuts(fit.nickname), now=now
    )
    if before is None:
        await _admit(tx, policy, person_id, now)
    shown = await photos.of.all(tx, person_id=person_id)
    return Myself(person_id, True, age_on(birthday, day_of(now)), profile, shown)


async def _admit(tx: Tx, policy: Policy, person_id: PersonId, now: datetime) -> None:
    await doors.write.run(
        tx,
        person_id=person_id,
        who="friends",
        ceiling_fen=policy.door_ceiling_fen,
        per_week=policy.door_per_week,
        now=now,
    )
    token_hashes = await sessions.tokens_of.all(tx, person_id=person_id)
    await sessions.complete.run(tx, token_hashes=token_hashes)


async def _turn_away(tx: Tx, person: Person, until_at: datetime) -> None:
    await phones.remember_underage.run(tx, phone_key=person.phone_key, until_at=until_at)
    await sign_out_everywhere(tx, person.person_id)
    await phones.forget.run(tx, phone_key=person.phone_key)
    await persons.remove.run(tx, person_id=person.person_id)
