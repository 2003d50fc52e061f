"""List where an operator is signed in."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import session as sessions
from kith.ops.operator import Operator
from kith.ops.policy import Policy
from kith.ops.session import OperatorSession


async def list_sessions(tx: Tx, policy: Policy, operator: Operator, now: datetime) -> list[OperatorSession]:
    """Their sessions that live, the one used last first."""
    created, used = sessions.oldest(policy, now)
    rows = await sessions.of_operator.all(tx, operator_id=operator.operator_id, created=created, used=used)
    return [sessions.view(row, operator) for row in rows]
