"""Find out what will always belong to a person's telephone number."""

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people.person import PersonId
from kith.people.secret import PhoneKey, Secret
from kith.people.session import SignInFirst


async def lasting_key(tx: Tx, secret: Secret, person_id: PersonId, purpose: str) -> bytes:
    """32 bytes that are the same for whoever joins with this number again, and that tell nothing of it.

    Raises `SignInFirst` for somebody who has left.
    """
    person = await persons.by_id.maybe(tx, person_id=person_id)
    if person is None or person.phone_key is None:
        raise SignInFirst
    return secret.lasting_key(PhoneKey(person.phone_key), purpose)
