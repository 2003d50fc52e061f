"""Tell what budgets have left."""

from collections.abc import Collection
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions.money import budget_account


async def left(tx: Tx, budget_ids: Collection[UUID]) -> dict[UUID, int]:
    """What each of these budgets has left, in fen; 0 for one that was never opened."""
    accounts = {budget_id: budget_account(budget_id) for budget_id in budget_ids}
    found = await ledger.balances(tx, list(accounts.values()))
    return {budget_id: found[account].free if account in found else 0 for budget_id, account in accounts.items()}
