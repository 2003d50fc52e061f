"""Invitations: a link with which one operator makes a passkey, once. Only the SHA-256 of what it holds is kept."""

from datetime import datetime, timedelta

from msgspec import Struct

from kith.kit.authenticator import RelyingParty
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement
from kith.ops.operator import OperatorId
from kith.ops.policy import Policy


class InvitationOver(Refusal, status=403):
    """This link was used, or its time is over. Sign in with your passkey, or ask an admin for a new link."""


class Invited(Struct):
    """A new invitation. Its link is shown only here."""

    operator_id: OperatorId
    name: str
    link: str
    valid_until: datetime


class Guest(Struct):
    """Whom a link invites."""

    operator_id: OperatorId
    name: str
    roles: list[str]


def until(policy: Policy, now: datetime) -> datetime:
    """How long an invitation made now can be used."""
    return now + timedelta(seconds=policy.invitation_seconds)


def link(party: RelyingParty, token: str) -> str:
    """The page on which it is used. What follows the `#` stays in the browser and comes into no log."""
    return f"{party.origin}/console/enrol#{token}"


write = Statement(
    """
    INSERT INTO operator_invitation (operator_id, token_hash, valid_until)
    VALUES (%(operator_id)s, %(token_hash)s, %(valid_until)s)
    ON CONFLICT (operator_id) DO UPDATE SET token_hash = excluded.token_hash, valid_until = excluded.valid_until
    """
)
guest = Query(
    Guest,
    """
    SELECT operator.operator_id, operator.name, operator.roles
    FROM operator_invitation JOIN operator USING (operator_id)
    WHERE operator_invitation.token_hash = %(token_hash)s AND operator_invitation.valid_until > %(now)s
        AND operator.revoked_at IS NULL
    """,
)
# Of two who use it at once the second waits for the first, and then touches nothing.
use = Statement("DELETE FROM operator_invitation WHERE token_hash = %(token_hash)s AND valid_until > %(now)s")
withdraw = Statement("DELETE FROM operator_invitation WHERE operator_id = %(operator_id)s")
