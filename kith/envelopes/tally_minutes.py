"""Tell how fast envelopes of the operator were opened."""

from datetime import datetime
from uuid import UUID

from kith.envelopes import house
from kith.envelopes.house import TallyMinute
from kith.kit.sql import Tx


async def tally_minutes(tx: Tx, source_id: UUID, opens_at: datetime, minutes: int) -> list[TallyMinute]:
    """What was taken in each of the first minutes, those in which nothing was left out."""
    return await house.minutes.all(tx, source_id=source_id, opens_at=opens_at, minutes=minutes)
