"""Keep a gift as it is while a payment of it is taken in."""

from uuid import UUID

from kith.gifts import gift as gifts
from kith.kit.sql import Tx


async def hold_gift(tx: Tx, gift_id: UUID) -> None:
    """Lock it before the money of the payment: whoever ends a gift locks it before the money of all its parts.

    For `payments.Paid`, purpose `gift`.
    """
    gifts.lock.send(tx, gift_id=gift_id)
