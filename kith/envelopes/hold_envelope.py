"""Keep an envelope as it is while a payment of it is taken in."""

from uuid import UUID

from kith.envelopes import envelope as envelopes
from kith.kit.sql import Tx


async def hold_envelope(tx: Tx, envelope_id: UUID) -> None:
    """Lock it before the money of the payment, as does whoever takes a share or ends it.

    For `payments.Paid`, purpose `envelope`.
    """
    envelopes.lock.send(tx, envelope_id=envelope_id)
