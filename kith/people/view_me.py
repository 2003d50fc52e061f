"""Show a person his or her own account."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import photo as photos
from kith.people.age import age_on, day_of
from kith.people.person import Myself, PersonId


async def view_me(tx: Tx, person_id: PersonId, now: datetime) -> Myself:
    """The account, with or without a profile."""
    profile = await persons.profile_of.maybe(tx, person_id=person_id)
    age = age_on(profile.birthday, day_of(now)) if profile else None
    shown = await photos.of.all(tx, person_id=person_id)
    return Myself(person_id, profile is not None, age, profile, shown)
