"""Post a plain batch: decided before it is read, so that what batches have in common is locked only at the end."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger import batch as batches
from kith.ledger.posting import Transfer


async def post_plain(tx: Tx, transfers: Sequence[Transfer], now: datetime) -> bool:
    """Make all transfers of a plain batch, and True; or none, and False: then they have to be decided one by one.

    In one round trip: lock the ids; write transfers and entries, unless an id is taken; lock the accounts; change the
    balances of those that are open and can bear the whole batch. If one could not, take back what was written, and with
    it the locks of the accounts. The savepoint otherwise lasts until `tx` ends: to release it would be a round trip
    during which everybody else waits.
    """
    changes = batches.changes(transfers)
    accounts.lock.send(tx, keys=accounts.lock_keys([], [asked.id for asked in transfers]))
    batches.mark.send(tx)
    written = batches.write.send(tx, now=now, **batches.columns(transfers))
    accounts.wait.send(tx, keys=accounts.lock_keys(change.account_id for change in changes))
    moved = batches.move.send(tx, **batches.sums(changes))
    recorded = await moved.maybe()
    if await written.one() == len(transfers) and recorded and recorded.accounts == len(changes):
        return True
    await batches.take_back.run(tx)
    return False
