"""Set money aside."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions import money
from kith.promotions.budget import FundingDiffers


async def fund(tx: Tx, deed_id: UUID, fen: int, now: datetime) -> None:
    """Move `fen` from the house into what is set aside for promotions; the same deed again moves nothing.

    Raises `FundingDiffers` for the same deed with another sum.
    """
    await ledger.want_accounts(tx, money.accounts(), now)
    try:
        await ledger.transfer(tx, money.funding(deed_id, fen), now)
    except ledger.TransferRefused as refused:
        if refused.result == ledger.Result.EXISTS_WITH_DIFFERENT_FEN:
            raise FundingDiffers from None
        raise
