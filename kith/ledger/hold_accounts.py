"""Lock accounts ahead of the transfers that will move them."""

from collections.abc import Collection
from uuid import UUID

from kith.kit.sql import Tx
from kith.ledger import account as accounts


async def hold_accounts(tx: Tx, account_ids: Collection[UUID]) -> None:
    """Until this transaction ends nobody else moves these accounts.

    For a caller of several batches: each batch locks its own accounts in order, but two callers whose batches come in
    different orders would wait for each other in a circle. Who takes what is shared first, and at once, never does.
    """
    await accounts.wait.one(tx, keys=accounts.lock_keys(account_ids))
