"""Challenges: what a passkey signs, once, within minutes, for one purpose.

A challenge carries its own proof that it was made here, for what, and until when, so that making one keeps nothing:
anybody may ask for any number of them. Only an answered one leaves a trace, and that is what makes it worthless.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kith.kit import ids
from kith.kit.refusal import Refusal

_NONCE = 16
_MOMENT = 8
_CONTENT = _NONCE + _MOMENT

Prove = Callable[[bytes, bytes], bytes]
"""What only this installation can say of a purpose and a content."""


class ChallengeOver(Refusal, status=403):
    """That took too long, or it was done already. Try again."""


def until(seconds: int, now: datetime) -> datetime:
    """When a challenge made now no longer counts; a whole second."""
    return (now + timedelta(seconds=seconds)).replace(microsecond=0)


def make(prove: Prove, purpose: bytes, valid_until: datetime) -> bytes:
    """A new challenge: chance, when it no longer counts, and the proof of both and of the purpose."""
    content = ids.noise(_NONCE) + int(valid_until.timestamp()).to_bytes(_MOMENT)
    return content + prove(purpose, content)


def lasts(prove: Prove, challenge: bytes, purpose: bytes, now: datetime) -> datetime:
    """Until when the challenge counts. Raises `ChallengeOver` if it was not made here for this, or no longer counts."""
    content = challenge[:_CONTENT]
    if not hmac.compare_digest(challenge[_CONTENT:], prove(purpose, content)):
        raise ChallengeOver
    valid_until = datetime.fromtimestamp(int.from_bytes(content[_NONCE:]), UTC)
    if valid_until <= now:
        raise ChallengeOver
    return valid_until


def hashed(challenge: bytes) -> bytes:
    """What an answered challenge is known by."""
    return hashlib.sha256(challenge).digest()
