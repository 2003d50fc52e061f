"""Close a budget."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions import money
from kith.promotions.left import left


async def close_budget(tx: Tx, budget_id: UUID, now: datetime) -> int:
    """Put back what a budget has left, and let nothing move it any more. Returns how much that was, in fen.

    Close it when nothing can come back into it. 0 for one that is closed, or was never opened.
    """
    account = money.budget_account(budget_id)
    await ledger.hold_accounts(tx, [money.PROMOTION, account])
    rest = (await left(tx, [budget_id]))[budget_id]
    if rest:
        await ledger.transfer(tx, money.rest(budget_id, rest), now)
    await ledger.close_account(tx, account, now)
    return rest
