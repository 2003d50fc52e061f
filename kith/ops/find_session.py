"""Find out which operator is asking."""

from datetime import datetime
from typing import cast

from kith.kit import ids
from kith.kit.sql import Database
from kith.ops import operator as operators
from kith.ops import session as sessions
from kith.ops.operator import Operator, Role
from kith.ops.policy import Policy


async def find_session(db: Database, policy: Policy, token: str, wanted: frozenset[str], now: datetime) -> Operator:
    """Look the token up, and note at most once a minute that it was used. The roles are those of this moment.

    Raises, in this order, `SignInFirst`, `RoleMissing`.
    """
    token_hash = ids.digest(token)
    async with db.connection() as connection:
        found = await sessions.by_token.maybe(connection, token_hash=token_hash)
    session = sessions.living(found, policy, now)
    operators.admitted(session.roles, wanted)
    if sessions.is_stale(session, policy, now):
        async with db.transaction() as tx:
            await sessions.see.run(tx, token_hash=token_hash, now=now)
    roles = cast("tuple[Role, ...]", tuple(session.roles))
    return Operator(session.operator_id, session.name, roles, session.session_id)
