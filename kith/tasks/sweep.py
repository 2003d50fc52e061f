"""Do what is due: close programmes whose time is over, and forget who came by whom and did not stay."""

from datetime import datetime, timedelta

from kith.kit.sql import Database
from kith.tasks import invited as inviteds
from kith.tasks import programme as programmes
from kith.tasks.close import close
from kith.tasks.policy import Policy
from kith.tasks.programme import ProgrammeId

_AT_ONCE = 100


async def sweep(db: Database, policy: Policy, now: datetime) -> None:
    """Each programme in a transaction of its own; the rest of its budget goes back to what is set aside."""
    async with db.transaction() as tx:
        due = await programmes.due.all(tx, now=now, limit=_AT_ONCE)
        await inviteds.forget_old.run(tx, before=now - timedelta(days=policy.invited_days))
    for one in due:
        async with db.transaction() as tx:
            await close(tx, ProgrammeId(one), "over", "the clock", now)
