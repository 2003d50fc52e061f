"""Leave for good."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import code as codes
from kith.people import leaving as departures
from kith.people import message as messages
from kith.people import person as persons
from kith.people import phone as phones
from kith.people import tie as ties
from kith.people.forget_person import forget_person
from kith.people.leaving import Leaving
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import PhoneKey, Secret
from kith.people.session import SignInFirst
from kith.people.try_code import try_code


async def leave(
    tx: Tx, secret: Secret, policy: Policy, leaving: Leaving, *, person_id: PersonId, code: str, now: datetime
) -> Refusal | None:
    """Try the code, hold the person, let the capabilities above check and forget, then forget who it was.

    From the moment the person is held nobody can follow, block or give to them. What is left is an id that leads to
    nobody; whoever joins with the number again is somebody new. Returned, because they must leave a trace, are
    `CodeExpired`, `TooManyTries`, `WrongCode`; raised are `SignInFirst` before them and what the checks say after them.
    """
    person = await persons.by_id.maybe(tx, person_id=person_id)
    if person is None or person.phone_key is None:
        raise SignInFirst
    phone_key = PhoneKey(person.phone_key)
    refusal = await try_code(tx, secret, policy, phone_key=phone_key, code=code, purpose="leave", now=now)
    if refusal:
        return refusal
    await ties.hold_alone.one(tx, key=ties.person_key(person_id))
    await persons.lock.one(tx, person_id=person_id)
    for hook in (*leaving.checks, *leaving.hooks):
        await hook(tx, person_id, now)
    await forget_person(tx, person_id, now)
    number = secret.unseal(await phones.sealed.one(tx, phone_key=phone_key), phone_key)
    await messages.forget_number.run(tx, number=number)
    await phones.forget.run(tx, phone_key=phone_key)
    await codes.forget.run(tx, phone_key=phone_key)
    await departures.leave.run(tx, person_id=person_id, now=now)
    await jobs.later(tx, "people.clear_away", person_id=str(person_id))
    return None
