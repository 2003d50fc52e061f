"""Read balances."""

from collections.abc import Collection
from uuid import UUID

from kith.kit import arrays
from kith.kit.sql import Tx
from kith.ledger import account as accounts
from kith.ledger.account import Balance


async def balances(tx: Tx, account_ids: Collection[UUID]) -> dict[UUID, Balance]:
    """The balances of these accounts as they stand now, without a lock; an account that is not open is left out."""
    found = await accounts.by_ids.all(tx, ids=arrays.uuids(list(account_ids)))
    return {
        account.account_id: Balance(
            account.debits_pending, account.debits_posted, account.credits_pending, account.credits_posted
        )
        for account in found
    }
