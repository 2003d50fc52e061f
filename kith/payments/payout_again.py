"""Recognize a payout that was asked for before."""

from uuid import UUID

from kith.kit.sql import Tx
from kith.payments import payout as payouts
from kith.payments.payout import Payout, PayoutDiffers, PayoutId


async def payout_again(
    tx: Tx, *, owner_id: UUID, payout_id: PayoutId, account_id: UUID, purpose: str, fen: int
) -> Payout | None:
    """The payout of this id as it stands; None where there is none. Raises `PayoutDiffers`."""
    first = await payouts.by_id.maybe(tx, owner_id=owner_id, payout_id=payout_id)
    if first is not None and (first.account_id, first.purpose, first.fen) != (account_id, purpose, fen):
        raise PayoutDiffers
    return first
