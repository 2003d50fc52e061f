"""Tell what became of envelopes of the operator."""

from uuid import UUID

from kith.envelopes import house
from kith.envelopes.house import Tally
from kith.kit.sql import Tx


async def tally(tx: Tx, source_id: UUID) -> Tally:
    """How many the account paid, and what was taken of them."""
    return await house.tally.one(tx, source_id=source_id)
