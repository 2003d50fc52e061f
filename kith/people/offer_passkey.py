"""Begin to add a passkey."""

from datetime import datetime

from kith.kit import authenticator, challenge
from kith.kit.authenticator import PasskeyOptions, RelyingParty
from kith.kit.sql import Tx
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people import person as persons
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
    seconds = policy.passkey_seconds
    valid_until = challenge.until(seconds, now)
    made = challenge.make(secret.challenge_proof, challenges.to_add(person_id), valid_until)
    options = authenticator.to_make(
        party, user_id=person_id, user_name=profile.nickname, kept=kept, challenge=made, seconds=seconds
    )
    return PasskeyOptions(options, valid_until)
