"""Find out who is asking."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Database
from kith.people import session as sessions
from kith.people.coming import Coming
from kith.people.policy import Policy
from kith.people.session import Me

_NOBODY = Coming()


async def find_session(
    db: Database, policy: Policy, token: str, newcomers: bool, now: datetime, *, coming: Coming = _NOBODY
) -> Me:
    """Look the token up, once and without a transaction, and note at most once an hour that it was used, which
    `coming` is told.

    Raises `SignInFirst`, then, unless newcomers are served, `ProfileIncomplete`.
    """
    token_hash = ids.digest(token)
    async with db.connection() as connection:
        found = await sessions.by_token.maybe(connection, token_hash=token_hash)
    session = sessions.admitted(found, newcomers, policy, now)
    me = Me(session.person_id, session.device_id)
    if sessions.is_stale(session, policy, now):
        async with db.transaction() as tx:
            await sessions.see.run(tx, token_hash=token_hash, now=now)
            await sessions.see_device.run(tx, person_id=session.person_id, device_id=session.device_id, now=now)
            for hook in coming.seen:
                await hook(tx, me, now)
    return me
