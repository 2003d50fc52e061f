"""End a gift before it was sent."""

from datetime import datetime
from uuid import UUID

from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import MOVES, Deed, Role, step
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.gifts.unwind import unwind
from kith.kit.sql import Tx


async def end(tx: Tx, gift: Gift, deed: Deed, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """Make a locked gift leave by `deed`, which its state allows, undo all that it holds, and tell both.

    One that was made ready and ends before its hour was never there for its recipient; unless she was told of it
    already, by a clock that is a moment ahead of `now`.
    """
    if (
        gift.offered_at
        and gift.offered_at > now
        and not await timers.running.one(tx, gift_id=gift.gift_id, kind="arrive")
    ):
        now = gift.offered_at
    await gifts.move.one(tx, **step(gift, deed, by, by_id, now))
    await unwind(tx, gift, MOVES[deed][1], now)
    await tell_giver(tx, gift, deed, now)
    await tell_recipient(tx, gift, now)
