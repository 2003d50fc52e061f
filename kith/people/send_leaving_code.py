"""Send somebody who wants to leave a code, to know that it is really the owner of the number."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import phone as phones
from kith.people.code import CodeSent
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import PhoneKey, Secret
from kith.people.send_code import send_code
from kith.people.session import SignInFirst


async def send_leaving_code(tx: Tx, secret: Secret, policy: Policy, person_id: PersonId, now: datetime) -> CodeSent:
    """A code to the person's own number; it counts with those for signing in.

    Raises `SignInFirst`, `CodeTooSoon`, `TooManyCodes`.
    """
    person = await persons.by_id.maybe(tx, person_id=person_id)
    if person is None or person.phone_key is None:
        raise SignInFirst
    sealed = await phones.sealed.one(tx, phone_key=person.phone_key)
    number = secret.unseal(sealed, PhoneKey(person.phone_key))
    return await send_code(tx, secret, policy, number, now, purpose="leave")
