"""Invite an operator anew who lost their passkey, or was revoked."""

from datetime import datetime

from kith.kit import ids
from kith.kit.authenticator import RelyingParty
from kith.kit.sql import Tx
from kith.ops import invitation as invitations
from kith.ops import operator as operators
from kith.ops import passkey as passkeys
from kith.ops import session as sessions
from kith.ops.invitation import Invited
from kith.ops.log import By
from kith.ops.operator import OperatorId, OperatorNotFound, Role
from kith.ops.policy import Policy
from kith.ops.record import record


async def invite_again(
    tx: Tx,
    policy: Policy,
    party: RelyingParty,
    *,
    operator_id: OperatorId,
    roles: list[Role] | None = None,
    by: By,
    now: datetime,
) -> Invited:
    """Make a new link. The passkey that they had, their sessions and any link before are worth nothing from now on.

    Without `roles` they keep theirs. Raises `OperatorNotFound`.
    """
    found = await operators.lock.maybe(tx, operator_id=operator_id)
    if found is None:
        raise OperatorNotFound
    kept = operators.in_order(roles) if roles else found.roles
    token, valid_until = ids.token(), invitations.until(policy, now)
    await operators.revive.run(tx, operator_id=operator_id, roles=kept)
    await passkeys.remove.run(tx, operator_id=operator_id)
    await sessions.end_all.run(tx, operator_id=operator_id)
    await invitations.write.run(tx, operator_id=operator_id, token_hash=ids.digest(token), valid_until=valid_until)
    await record(
        tx, by, "invite_again", f"operator/{operator_id}", now=now, facts={"name": found.name, "roles": ",".join(kept)}
    )
    return Invited(operator_id, found.name, invitations.link(party, token), valid_until)
