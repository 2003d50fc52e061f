"""End a gift before it was sent."""

from datetime import datetime
from uuid import UUID

from kith.gifts import gift as gifts
from kith.gifts.gift import Gift
from kith.gifts.move import MOVES, Deed, Role, step
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.gifts.unwind import unwind
from kith.kit.sql import Tx


async def end(tx: Tx, gift: Gift, deed: Deed, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """Make a locked gift leave by `deed`, which its state allows, undo all that it holds, and tell both."""
    await gifts.move.one(tx, **step(gift, deed, by, by_id, now))
    await unwind(tx, gift, MOVES[deed][1], now)
    await tell_giver(tx, gift, deed, now)
    await tell_recipient(tx, gift, now)
