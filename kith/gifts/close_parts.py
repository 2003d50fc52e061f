"""Close parts that were not paid in time."""

from datetime import datetime

from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts import timer as timers
from kith.gifts.cancel_part import cancel_part
from kith.gifts.gift import GiftId
from kith.kit.sql import Tx


async def close_parts(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """Let others pay what somebody was about to pay, and come again when the next part is over."""
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if not await timers.take.maybe(tx, gift_id=gift_id, kind="part_over", now=now):
        return
    waiting = [part for part in await parts.of.all(tx, gift_id=gift_id) if part.open]
    for part in waiting:
        if part.pay_by <= now:
            await cancel_part(tx, gift, part, now)
    if later := [part.pay_by for part in waiting if part.pay_by > now]:
        await timers.start_once.run(tx, gift_id=gift_id, kind="part_over", due_at=min(later))
