"""Sign in with a passkey."""

from datetime import datetime, timedelta
from uuid import UUID

from kith.kit import authenticator, challenge
from kith.kit.authenticator import Credential, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.sql import Tx
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people import person as persons
from kith.people.coming import Coming
from kith.people.count_deed import count_deed
from kith.people.open_session import open_session
from kith.people.passkey import Kept, PasskeyUnknown, TooManySignIns
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.session import SignedIn

_HOUR = timedelta(hours=1)
_NOBODY = Coming()


async def sign_in_with_passkey(
    tx: Tx,
    secret: Secret,
    policy: Policy,
    party: RelyingParty,
    *,
    credential: Credential,
    device: str,
    mark: UUID | None = None,
    coming: Coming = _NOBODY,
    now: datetime,
) -> SignedIn:
    """Use the challenge up, find whose passkey it is and lock the person, check the signature, open a session.

    What is refused leaves the challenge as it was. Raises, in this order, `UnfitText`, `ChallengeOver`,
    `PasskeyUnknown`, `PasskeyRefused`, `TooManySignIns`.
    """
    name = persons.device_name(device)
    answered = authenticator.challenge_of(credential.response)
    valid_until = challenge.lasts(secret.challenge_proof, answered, challenges.SIGN_IN, now)
    if not await challenges.spend.run(tx, challenge_hash=challenge.hashed(answered), valid_until=valid_until):
        raise ChallengeOver
    person_id, kept = await _found(tx, credential)
    sign_count = authenticator.asserted(party, credential, answered, user_id=person_id, kept=kept)
    most = policy.passkey_sign_ins_an_hour
    await count_deed(tx, person_id, "sign_in", most=most, span=_HOUR, refusal=TooManySignIns, now=now)
    await passkeys.use.run(tx, person_id=person_id, passkey_id=kept.passkey_id, sign_count=sign_count, now=now)
    complete = await persons.has_profile.one(tx, person_id=person_id)
    token, me = await open_session(tx, person_id, name, complete, now, mark=mark)
    for hook in coming.seen:
        await hook(tx, me, now)
    return SignedIn(token, person_id, complete)


async def _found(tx: Tx, credential: Credential) -> tuple[PersonId, Kept]:
    owner = await passkeys.owner.maybe(tx, credential_id=authenticator.id_of(credential))
    person = await persons.lock.maybe(tx, person_id=owner.person_id) if owner else None
    if owner is None or person is None:
        raise PasskeyUnknown
    kept = await passkeys.by_id.maybe(tx, person_id=person.person_id, passkey_id=owner.passkey_id)
    if kept is None:
        raise PasskeyUnknown
    return person.person_id, kept
