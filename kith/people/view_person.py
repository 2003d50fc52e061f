"""Show a person's page to another."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import photo as photos
from kith.people import tie as ties
from kith.people.age import age_on, day_of
from kith.people.person import PersonId, PersonNotFound, PersonView


async def view_person(tx: Tx, viewer_id: PersonId, person_id: PersonId, now: datetime) -> PersonView:
    """The page. Raises `PersonNotFound` alike for nobody, for somebody without a profile, and across a block."""
    profile = await persons.profile_of.maybe(tx, person_id=person_id)
    tie = await ties.between.one(tx, person_id=viewer_id, other_id=person_id)
    if profile is None or tie.blocked:
        raise PersonNotFound
    return PersonView(
        person_id=person_id,
        nickname=profile.nickname,
        age=age_on(profile.birthday, day_of(now)),
        gender=profile.gender,
        bio=profile.bio,
        interests=profile.interests,
        followed=tie.follows,
        follows_you=tie.followed,
        friends=tie.follows and tie.followed,
        photos=await photos.of.all(tx, person_id=person_id),
    )
