"""Push whatever is due."""

from collections.abc import Callable
from datetime import datetime

from kith import people
from kith.kit.sql import Database
from kith.push import here
from kith.push.collect import collect
from kith.push.deliver import deliver
from kith.push.policy import Policy
from kith.push.service import Service


async def sweep(
    db: Database, service: Service, secret: people.Secret, policy: Policy, time: Callable[[], datetime]
) -> None:
    """Decide about all that is due, then hand over all posts that are. Any number of workers do it side by side."""
    more = True
    while more:
        # Not a deed that anybody waits for.
        async with db.connection() as tx, tx.transaction():
            more = await collect(tx, policy, time())
    while await deliver(db, service, secret, policy, time()):
        pass
    async with db.connection() as connection:
        await here.clear.run(connection, now=time())
