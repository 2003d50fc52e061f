"""Open a budget."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.promotions.raise_budget import raise_budget


async def open_budget(tx: Tx, budget_id: UUID, fen: int, now: datetime) -> None:
    """Cut a budget of `fen` from what is set aside; the same budget again moves nothing.

    `budget_id` is the id of what it is for. Raises `PromotionTooSmall`; `ledger.TransferRefused` for the same budget
    with another sum.
    """
    await raise_budget(tx, budget_id, budget_id, fen, now)
