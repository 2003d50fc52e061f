"""What people's passkeys sign challenges for, and which challenges were answered."""

from kith.kit.sql import Statement
from kith.people.person import PersonId

SIGN_IN = b"sign in"


def to_add(person_id: PersonId) -> bytes:
    """The purpose of a challenge with which this person adds a passkey."""
    return b"add " + person_id.bytes


# Of two who answer the same challenge the second waits for the first, and then touches nothing.
spend = Statement(
    """
    INSERT INTO passkey_challenge (challenge_hash, valid_until) VALUES (%(challenge_hash)s, %(valid_until)s)
    ON CONFLICT DO NOTHING
    """
)
forget = Statement("DELETE FROM passkey_challenge WHERE valid_until <= %(now)s")
