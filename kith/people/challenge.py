"""Challenges: what a passkey signs, once, within minutes, for one purpose.

A challenge carries its own proof that it was made here, for what, and until when, so that making one keeps nothing:
anybody may ask for any number of them. Only an answered one leaves a trace, and that is what makes it worthless.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Statement
from kith.people.person import PersonId
from kith.people.policy import Policy
from kith.people.secret import Secret

SIGN_IN = b"sign in"
_NONCE = 16
_MOMENT = 8
_CONTENT = _NONCE + _MOMENT


class ChallengeOver(Refusal, status=403):
    """That took too long, or it was done already. Try again."""


def to_add(person_id: PersonId) -> bytes:
    """The purpose of a challenge with which this person adds a passkey."""
    return b"add " + person_id.bytes


def until(policy: Policy, now: datetime) -> datetime:
    """When a challenge made now no longer counts; a whole second."""
    return (now + timedelta(seconds=policy.passkey_seconds)).replace(microsecond=0)


def make(secret: Secret, purpose: bytes, valid_until: datetime) -> bytes:
    """A new challenge: chance, when it no longer counts, and the proof of both and of the purpose."""
    content = ids.noise(_NONCE) + int(valid_until.timestamp()).to_bytes(_MOMENT)
    return content + secret.challenge_proof(purpose, content)


def lasts(secret: Secret, challenge: bytes, purpose: bytes, now: datetime) -> datetime:
    """Until when the challenge counts. Raises `ChallengeOver` if it was not made here for this, or no longer counts."""
    content = challenge[:_CONTENT]
    if not hmac.compare_digest(challenge[_CONTENT:], secret.challenge_proof(purpose, content)):
        raise ChallengeOver
    valid_until = datetime.fromtimestamp(int.from_bytes(content[_NONCE:]), UTC)
    if valid_until <= now:
        raise ChallengeOver
    return valid_until


def hashed(challenge: bytes) -> bytes:
    """What an answered challenge is known by."""
    return hashlib.sha256(challenge).digest()


# Of two who answer the same challenge the second waits for the first, and then touches nothing.
spend = Statement(
    """
    INSERT INTO passkey_challenge (challenge_hash, valid_until) VALUES (%(challenge_hash)s, %(valid_until)s)
    ON CONFLICT DO NOTHING
    """
)
forget = Statement("DELETE FROM passkey_challenge WHERE valid_until <= %(now)s")
