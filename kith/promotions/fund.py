"""Set money aside."""

from datetime import datetime
from uuid import UUID

from kith import ledger
from kith.kit.sql import Tx
from kith.promotions import money


async def fund(tx: Tx, deed_id: UUID, fen: int, now: datetime) -> None:
    """Move `fen` from the house into what is set aside for promotions; the same deed again moves nothing.

    Raises `ledger.TransferRefused` for the same deed with another sum, or less than one fen.
    """
    await ledger.want_accounts(tx, money.accounts(), now)
    await ledger.transfer(tx, money.funding(deed_id, fen), now)
