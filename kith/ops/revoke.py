"""Take an operator's access away."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import invitation as invitations
from kith.ops import operator as operators
from kith.ops import passkey as passkeys
from kith.ops import session as sessions
from kith.ops.log import By
from kith.ops.operator import LastAdmin, OperatorId, OperatorNotFound
from kith.ops.record import record


async def revoke(tx: Tx, operator_id: OperatorId, *, by: By, now: datetime) -> None:
    """Their passkey, sessions and invitation end at once; their name stays with what they did.

    Once more does nothing. Raises, in this order, `OperatorNotFound`, `LastAdmin`.
    """
    admins = await operators.lock_admins.all(tx)
    found = await operators.lock.maybe(tx, operator_id=operator_id)
    if found is None:
        raise OperatorNotFound
    if admins == [operator_id]:
        raise LastAdmin
    if not await operators.revoke.run(tx, operator_id=operator_id, now=now):
        return
    await passkeys.remove.run(tx, operator_id=operator_id)
    await sessions.end_all.run(tx, operator_id=operator_id)
    await invitations.withdraw.run(tx, operator_id=operator_id)
    await record(tx, by, "revoke", f"operator/{operator_id}", now=now, facts={"name": found.name})
