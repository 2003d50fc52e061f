"""Hold envelopes of the operator up, or let them go on."""

from uuid import UUID

from kith.envelopes import house
from kith.kit.sql import Tx


async def hold_up(tx: Tx, source_id: UUID, *, paused: bool) -> None:
    """Nobody opens those that the account paid until they go on; what was taken stays taken.

    They end when they would have ended.
    """
    before, after = ("open", "paused") if paused else ("paused", "open")
    await house.turn.run(tx, source_id=source_id, before=before, after=after)
