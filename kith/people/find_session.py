"""Find out who is asking."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Database
from kith.people import session as sessions
from kith.people.policy import Policy
from kith.people.session import Me


async def find_session(db: Database, policy: Policy, token: str, newcomers: bool, now: datetime) -> Me:
    """Look the token up, once and without a transaction, and note at most once an hour that it was used.

    Raises `SignInFirst`, then, unless newcomers are served, `ProfileIncomplete`.
    """
    token_hash = ids.digest(token)
    async with db.connection() as connection:
        found = await sessions.by_token.maybe(connection, token_hash=token_hash)
    session = sessions.admitted(found, newcomers, policy, now)
    if sessions.is_stale(session, policy, now):
        async with db.transaction() as tx:
            await sessions.see.run(tx, token_hash=token_hash, now=now)
            await sessions.see_device.run(tx, person_id=session.person_id, device_id=session.device_id, now=now)
    return Me(session.person_id, session.device_id)
