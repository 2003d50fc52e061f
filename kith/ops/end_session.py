"""End a session of an operator."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ops import session as sessions
from kith.ops.operator import Operator, SessionId
from kith.ops.record import record
from kith.ops.session import SessionNotFound


async def end_session(tx: Tx, operator: Operator, session_id: SessionId, now: datetime) -> None:
    """One of their own. Raises `SessionNotFound`."""
    if not await sessions.end.run(tx, operator_id=operator.operator_id, session_id=session_id):
        raise SessionNotFound
    await record(tx, operator, "sign_out", f"operator/{operator.operator_id}", now=now)
