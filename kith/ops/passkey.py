"""Operators' passkeys, one each: the only way to sign in. Whoever lost theirs is invited anew.

Here is the public half; the private one never leaves its device.
"""

from msgspec import Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.ops.operator import OperatorId

SIGN_IN = b"operator signs in"
"""The purpose of a challenge with which an operator signs in."""


class OperatorUnknown(Refusal, status=403):
    """This passkey is no operator's here. Use another one, or ask an admin for a new link."""


class Kept(Struct):
    """The row of a passkey, and whose it is."""

    operator_id: OperatorId
    name: str
    roles: list[str]
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


def to_enrol(operator_id: OperatorId) -> bytes:
    """The purpose of a challenge with which this operator makes a passkey."""
    return b"operator enrols " + operator_id.bytes


add = Statement(
    """
    INSERT INTO operator_passkey
        (operator_id, credential_id, public_key, sign_count, transports, created_at)
    VALUES
        (%(operator_id)s, %(credential_id)s, %(public_key)s, %(sign_count)s, %(transports)s::text[], %(now)s)
    ON CONFLICT DO NOTHING
    """
)
lock = Query(
    Kept,
    """
    SELECT operator_id, operator.name, operator.roles, credential_id, public_key, sign_count, transports
    FROM operator_passkey JOIN operator USING (operator_id)
    WHERE credential_id = %(credential_id)s AND operator.revoked_at IS NULL FOR UPDATE OF operator_passkey
    """,
)
use = Statement(
    """
    UPDATE operator_passkey SET sign_count = %(sign_count)s, used_at = %(now)s WHERE operator_id = %(operator_id)s
    """
)
remove = Statement("DELETE FROM operator_passkey WHERE operator_id = %(operator_id)s")
# Of two who answer the same challenge the second waits for the first, and then touches nothing.
spend = Statement(
    """
    INSERT INTO operator_challenge (challenge_hash, valid_until) VALUES (%(challenge_hash)s, %(valid_until)s)
    ON CONFLICT DO NOTHING
    """
)
forget = Statement("DELETE FROM operator_challenge WHERE valid_until <= %(now)s")
