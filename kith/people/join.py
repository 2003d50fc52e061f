"""Bring somebody in whose phone number is known to be his or hers."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import phone as phones
from kith.people.person import PersonId
from kith.people.secret import Secret


async def join(tx: Tx, secret: Secret, number: str, now: datetime) -> PersonId:
    """The person with this number (E.164); where there is none, a new one, who has no profile yet.

    Whoever calls it has made sure whose number it is.
    """
    phone_key = secret.phone_key(number)
    owner = await phones.owner.maybe(tx, phone_key=phone_key)
    if owner is not None:
        return PersonId(owner)
    person_id = PersonId(ids.new(now))
    sealed = secret.seal(number, phone_key)
    await persons.add.run(tx, person_id=person_id, phone_key=phone_key, now=now)
    await phones.add.run(tx, phone_key=phone_key, person_id=person_id, sealed_number=sealed, now=now)
    return person_id
