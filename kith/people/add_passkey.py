"""Add a passkey that a browser has made."""

from datetime import datetime

from kith.kit import authenticator, challenge, ids
from kith.kit.authenticator import NewCredential, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.sql import Tx
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people import person as persons
from kith.people.passkey import Kept, Passkey, PasskeyId, PasskeyKnown
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import Secret


async def add_passkey(
    tx: Tx,
    secret: Secret,
    policy: Policy,
    party: RelyingParty,
    *,
    person_id: PersonId,
    credential: NewCredential,
    name: str,
    now: datetime,
) -> Passkey:
    """Lock the person, use the challenge up, check what was made, and keep its public half.

    The same passkey under the same name is answered as the first time. Raises, in this order, `UnfitText`,
    `ChallengeOver`, `PasskeyRefused`, `PasskeyKnown`, `TooManyPasskeys`.
    """
    name = persons.passkey_name(name)
    answered = authenticator.challenge_of(credential.response)
    valid_until = challenge.lasts(secret.challenge_proof, answered, challenges.to_add(person_id), now)
    await persons.lock.one(tx, person_id=person_id)
    kept = await passkeys.of_person.all(tx, person_id=person_id)
    fresh = await challenges.spend.run(tx, challenge_hash=challenge.hashed(answered), valid_until=valid_until)
    if not fresh:
        return passkeys.passkey_of(_same(kept, credential, name))
    made = authenticator.attested(party, credential, answered)
    passkey_id = PasskeyId(ids.new(now))
    if not await passkeys.claim.run(tx, credential_id=made.credential_id, person_id=person_id, passkey_id=passkey_id):
        raise PasskeyKnown
    passkeys.may_add(kept, policy)
    await passkeys.add.run(tx, person_id=person_id, passkey_id=passkey_id, name=name, **made._asdict(), now=now)
    return Passkey(passkey_id, name, now, None)


def _same(kept: list[Kept], credential: NewCredential, name: str) -> Kept:
    credential_id = authenticator.id_of(credential)
    for one in kept:
        if (one.credential_id, one.name) == (credential_id, name):
            return one
    raise ChallengeOver
