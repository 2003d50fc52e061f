"""Sign an operator in."""

from datetime import datetime

from kith import people
from kith.kit import authenticator, challenge
from kith.kit.authenticator import Credential, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.sql import Tx
from kith.ops import passkey as passkeys
from kith.ops.open_session import open_session
from kith.ops.operator import Operator
from kith.ops.passkey import OperatorUnknown
from kith.ops.record import record


async def sign_in(
    tx: Tx, secret: people.Secret, party: RelyingParty, *, credential: Credential, device: str, now: datetime
) -> tuple[str, Operator]:
    """Use the challenge up, find whose passkey it is and lock it, check the signature, open a session.

    What is refused leaves the challenge as it was. Raises, in this order, `ChallengeOver`, `OperatorUnknown`,
    `PasskeyRefused`.
    """
    answered = authenticator.challenge_of(credential.response)
    valid_until = challenge.lasts(secret.challenge_proof, answered, passkeys.SIGN_IN, now)
    if not await passkeys.spend.run(tx, challenge_hash=challenge.hashed(answered), valid_until=valid_until):
        raise ChallengeOver
    kept = await passkeys.lock.maybe(tx, credential_id=authenticator.id_of(credential))
    if kept is None:
        raise OperatorUnknown
    sign_count = authenticator.asserted(party, credential, answered, user_id=kept.operator_id, kept=kept)
    await passkeys.use.run(tx, operator_id=kept.operator_id, sign_count=sign_count, now=now)
    found = await open_session(tx, kept.operator_id, kept.name, kept.roles, device=device, now=now)
    await record(tx, found[1], "sign_in", f"operator/{kept.operator_id}", now=now, facts={"device": device})
    return found
