"""List what payouts did to an owner's money."""

from datetime import datetime
from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import payout_view as views
from kith.payments.payout_view import PayoutMove


async def list_payout_moves(
    tx: Tx, owner_id: UUID, *, before_at: datetime, before_id: UUID, before_kind: str, limit: int
) -> list[PayoutMove]:
    """Money that went out or came back before that place in the order of time, id and kind; the newest first."""
    return await views.moves.all(
        tx, owner_id=owner_id, before_at=before_at, before_id=before_id, before_kind=before_kind, limit=limit
    )
