"""Give a budget more."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions import money
from kith.promotions.budget import PromotionTooSmall


async def raise_budget(tx: Tx, deed_id: UUID, budget_id: UUID, fen: int, now: datetime) -> None:
    """Move `fen` more of what is set aside into a budget; the same deed again moves nothing.

    Raises `PromotionTooSmall` with what is free; `ledger.TransferRefused` for the same deed with other content, or a
    budget that is closed.
    """
    await ledger.want_accounts(tx, [*money.accounts(), money.account_of(budget_id)], now)
    try:
        await ledger.transfer(tx, money.cut(deed_id, budget_id, fen), now)
    except ledger.TransferRefused as refused:
        if refused.result != ledger.Result.EXCEEDS_CREDITS:
            raise
        free = (await ledger.balances(tx, [money.PROMOTION]))[money.PROMOTION].free
        raise PromotionTooSmall(free_fen=free) from None
