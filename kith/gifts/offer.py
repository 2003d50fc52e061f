"""Let a paid gift reach its recipient."""

from datetime import datetime
from uuid import UUID

from kith import notices, people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import Role, step
from kith.gifts.tell_giver import tell_giver
from kith.kit.sql import Tx


async def offer(tx: Tx, gift: Gift, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """Open the window in which the recipient answers, and tell both.

    `gift` is locked, and all of its price held. If there is a block between the two by now, the gift never reaches the
    recipient and ends, for the giver, as if nobody answered.
    """
    answer_by = gifts.answer_by(now, gift.window_days)
    await gifts.offer.one(tx, **step(gift, "offer", by, by_id, now), answer_by=answer_by)
    await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["lapse", "part_over", "cool", "send"])
    await timers.start.run(tx, gift_id=gift.gift_id, kind="expire", due_at=answer_by)
    await tell_giver(tx, gift, "offer", now)
    one = {"person_id": gift.recipient_id, "gift_id": gift.gift_id}
    if await people.blocked(tx, gift.giver_id, gift.recipient_id):
        await gifts.decline_quietly.run(tx, gift_id=gift.gift_id, now=now)
        await diaries.never_came.run(tx, **one)
    else:
        await diaries.reach.run(tx, **one, now=now)
        await notices.tell(tx, gift.recipient_id, "gift_received", gift.gift_id, now)
