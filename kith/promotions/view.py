"""Show what is set aside."""

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions.budget import Budget, Promotions
from kith.promotions.left import left
from kith.promotions.money import PROMOTION


async def view(tx: Tx) -> Promotions:
    """What is set aside, what of it is free, and which budgets have something left."""
    owners = [one.owner for one in await ledger.list_accounts(tx, "budget")]
    found = await ledger.balances(tx, [PROMOTION])
    free = found[PROMOTION].free if found else 0
    budgets = [Budget(budget_id, fen) for budget_id, fen in (await left(tx, owners)).items() if fen]
    budgets.sort(key=lambda one: (-one.left_fen, one.budget_id))
    return Promotions(free + sum(one.left_fen for one in budgets), free, budgets)
