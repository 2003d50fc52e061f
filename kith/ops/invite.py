"""Invite somebody to be an operator."""

from datetime import datetime

from kith.kit import ids
from kith.kit.authenticator import RelyingParty
from kith.kit.sql import Tx
from kith.ops import invitation as invitations
from kith.ops import operator as operators
from kith.ops.invitation import Invited
from kith.ops.log import By
from kith.ops.operator import NameTaken, OperatorDiffers, OperatorId, Role
from kith.ops.policy import Policy
from kith.ops.record import record


async def invite(
    tx: Tx,
    policy: Policy,
    party: RelyingParty,
    *,
    operator_id: OperatorId,
    name: str,
    roles: list[Role],
    by: By,
    now: datetime,
) -> Invited:
    """Write the operator down and make the link with which they make their passkey.

    The same again makes another link, and the one before is worth nothing. Raises, in this order, `OperatorDiffers`,
    `NameTaken`.
    """
    roles = operators.in_order(roles)
    if not await operators.add.run(tx, operator_id=operator_id, name=name, roles=roles, now=now):
        found = await operators.lock.maybe(tx, operator_id=operator_id)
        if found is None:
            raise NameTaken
        if (found.name, found.roles) != (name, roles) or found.revoked_at:
            raise OperatorDiffers
    token, valid_until = ids.token(), invitations.until(policy, now)
    await invitations.write.run(tx, operator_id=operator_id, token_hash=ids.digest(token), valid_until=valid_until)
    await record(tx, by, "invite", f"operator/{operator_id}", now=now, facts={"name": name, "roles": ",".join(roles)})
    return Invited(operator_id, name, invitations.link(party, token), valid_until)
