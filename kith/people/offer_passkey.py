"""Begin to add a passkey."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.people import authenticator
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people import person as persons
from kith.people.authenticator import PasskeyOptions, RelyingParty
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import Secret


async def offer_passkey(
    tx: Tx, secret: Secret, policy: Policy, party: RelyingParty, *, person_id: PersonId, now: datetime
) -> PasskeyOptions:
    """What the browser needs to make a passkey for this person. Nothing is kept of it. Raises `TooManyPasskeys`."""
    kept = await passkeys.of_person.all(tx, person_id=person_id)
    passkeys.may_add(kept, policy)
    profile = await persons.profile_of.one(tx, person_id=person_id)
    valid_until = challenges.until(policy, now)
    challenge = challenges.make(secret, challenges.to_add(person_id), valid_until)
    options = authenticator.to_make(
        party, policy, person_id=person_id, nickname=profile.nickname, kept=kept, challenge=challenge
    )
    return PasskeyOptions(options, valid_until)
