"""Find somebody by telephone number."""

from kith.kit.sql import Tx
from kith.people import phone as phones
from kith.people.person import PersonId, PersonNotFound
from kith.people.policy import Policy
from kith.people.secret import Secret


async def find_by_phone(tx: Tx, secret: Secret, policy: Policy, phone: str) -> PersonId:
    """Who signs in with this number: for operators who hold it, never for an answer to people.

    Raises `NotAPhoneNumber`, `PersonNotFound`.
    """
    number = phones.normal(phone, policy.region)
    person_id = await phones.owner.maybe(tx, phone_key=secret.phone_key(number))
    if person_id is None:
        raise PersonNotFound
    return PersonId(person_id)
