"""Make an operator's passkey with the link of an invitation."""

from datetime import datetime

from kith import people
from kith.kit import authenticator, challenge, ids
from kith.kit.authenticator import NewCredential, RelyingParty
from kith.kit.challenge import ChallengeOver
from kith.kit.sql import Tx
from kith.ops import invitation as invitations
from kith.ops import passkey as passkeys
from kith.ops.invitation import InvitationOver
from kith.ops.open_session import open_session
from kith.ops.operator import Operator
from kith.ops.passkey import OperatorUnknown
from kith.ops.record import record


async def enrol(
    tx: Tx,
    secret: people.Secret,
    party: RelyingParty,
    *,
    token: str,
    credential: NewCredential,
    device: str,
    now: datetime,
) -> tuple[str, Operator]:
    """Use the link and the challenge up, check what was made, keep its public half, and open a session.

    What is refused leaves the link as it was. Raises, in this order, `InvitationOver`, `ChallengeOver`,
    `PasskeyRefused`, `OperatorUnknown` for a passkey that is another operator's.
    """
    token_hash = ids.digest(token)
    guest = await invitations.guest.maybe(tx, token_hash=token_hash, now=now)
    if guest is None or not await invitations.use.run(tx, token_hash=token_hash, now=now):
        raise InvitationOver
    answered = authenticator.challenge_of(credential.response)
    valid_until = challenge.lasts(secret.challenge_proof, answered, passkeys.to_enrol(guest.operator_id), now)
    if not await passkeys.spend.run(tx, challenge_hash=challenge.hashed(answered), valid_until=valid_until):
        raise ChallengeOver
    made = authenticator.attested(party, credential, answered)
    if not await passkeys.add.run(tx, operator_id=guest.operator_id, **made._asdict(), now=now):
        raise OperatorUnknown
    found = await open_session(tx, guest.operator_id, guest.name, guest.roles, device=device, now=now)
    await record(tx, found[1], "enrol", f"operator/{guest.operator_id}", now=now, facts={"device": device})
    return found
