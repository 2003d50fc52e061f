"""Close an account."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.ledger import account as accounts


async def close_account(tx: Tx, account_id: UUID, now: datetime) -> bool:
    """Let no more money in or out; holds that are open can still be voided, or expire. False if it was not open.

    Wait for the transfers that hold the account's lock; mark it.
    """
    await accounts.wait.one(tx, keys=accounts.lock_keys([account_id]))
    return await accounts.close.maybe(tx, account_id=account_id, now=now) is not None
