"""Change what an operator may do."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import operator as operators
from kith.ops.log import By
from kith.ops.operator import LastAdmin, OperatorId, OperatorNotFound, Role
from kith.ops.record import record


async def set_roles(tx: Tx, operator_id: OperatorId, roles: list[Role], *, by: By, now: datetime) -> None:
    """It counts from their next request. Raises, in this order, `OperatorNotFound`, `LastAdmin`."""
    roles = operators.in_order(roles)
    admins = await operators.lock_admins.all(tx)
    found = await operators.lock.maybe(tx, operator_id=operator_id)
    if found is None or found.revoked_at:
        raise OperatorNotFound
    if "admin" not in roles and admins == [operator_id]:
        raise LastAdmin
    if found.roles == roles:
        return
    await operators.set_roles.run(tx, operator_id=operator_id, roles=roles)
    facts = {"name": found.name, "roles": ",".join(roles), "before": ",".join(found.roles)}
    await record(tx, by, "set_roles", f"operator/{operator_id}", now=now, facts=facts)
