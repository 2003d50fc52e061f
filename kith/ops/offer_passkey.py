"""Begin to make an operator's passkey."""

from datetime import datetime

from msgspec import Struct

from kith import people
from kith.kit import authenticator, challenge, ids
from kith.kit.authenticator import PasskeyOptions, RelyingParty
from kith.kit.sql import Tx
from kith.ops import invitation as invitations
from kith.ops import passkey as passkeys
from kith.ops.invitation import Guest, InvitationOver
from kith.ops.policy import Policy


class Enrolment(Struct):
    """Whom the link invites, and what the browser needs to make their passkey."""

    guest: Guest
    passkey: PasskeyOptions


async def offer_passkey(
    tx: Tx, secret: people.Secret, policy: Policy, party: RelyingParty, *, token: str, now: datetime
) -> Enrolment:
    """Nothing is kept of it. Raises `InvitationOver`."""
    guest = await invitations.guest.maybe(tx, token_hash=ids.digest(token), now=now)
    if guest is None:
        raise InvitationOver
    seconds = policy.passkey_seconds
    valid_until = challenge.until(seconds, now)
    made = challenge.make(secret.challenge_proof, passkeys.to_enrol(guest.operator_id), valid_until)
    options = authenticator.to_make(
        party, user_id=guest.operator_id, user_name=guest.name, kept=[], challenge=made, seconds=seconds
    )
    return Enrolment(guest, PasskeyOptions(options, valid_until))
