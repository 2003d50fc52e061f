"""Open a session of an operator."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from kith.kit import ids
from kith.kit.sql import Tx
from kith.ops import session as sessions
from kith.ops.operator import Operator, OperatorId, Role, SessionId


async def open_session(
    tx: Tx, operator_id: OperatorId, name: str, roles: Sequence[str], *, device: str, now: datetime
) -> tuple[str, Operator]:
    """The token, which is kept nowhere, and what it stands for. Whoever calls it has made sure who is asking."""
    token, session_id = ids.token(), SessionId(ids.new(now))
    await sessions.start.run(
        tx, token_hash=ids.digest(token), session_id=session_id, operator_id=operator_id, device=device, now=now
    )
    return token, Operator(operator_id, name, cast("tuple[Role, ...]", tuple(roles)), session_id)
