"""Let a paid gift reach its recipient."""

from datetime import datetime
from uuid import UUID

from kith import notices, people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.card_gift import card_gift
from kith.gifts.gift import Gift
from kith.gifts.move import Role, step
from kith.gifts.tell_giver import tell_giver
from kith.kit.sql import Tx


async def offer(tx: Tx, gift: Gift, *, by: Role, by_id: UUID | None, now: datetime) -> None:
    """Open the window in which the recipient answers, from its hour on if that is still ahead, and tell both then.

    `gift` is locked, and all of its price held. If there was a block between the two since it was given, the gift
    never reaches the recipient and ends, for the giver, as if nobody answered. Nothing else is asked again.
    """
    offered_at = max(now, gift.send_at or now)
    answer_by = gifts.answer_by(offered_at, gift.window_days)
    one = {"gift_id": gift.gift_id}
    gifts.offer.expect(tx, **step(gift, "offer", by, by_id, now), offered_at=offered_at, answer_by=answer_by)
    timers.stop.send(tx, **one, kinds=["lapse", "part_over", "cool", "send"])
    due = timers.answering(offered_at, answer_by)
    timers.start_all.send(tx, **one, kinds=[*due], due_ats=[*due.values()])
    kept_away = gift.quietly_declined_at is not None
    if kept_away or await people.blocked(tx, gift.giver_id, gift.recipient_id):
        gifts.keep_away.send(tx, **one, now=now)
        diaries.never_came.send(tx, **one, person_id=gift.recipient_id, now=now)
        kept_away = True
    else:
        diaries.reach.send(tx, **one, person_id=gift.recipient_id, offered_at=offered_at)
    if offered_at > now:
        timers.start.send(tx, **one, kind="arrive", due_at=offered_at)
        return
    await tell_giver(tx, gift, "offer", now)
    if not kept_away:
        await card_gift(tx, gift, now)
        await notices.tell(tx, gift.recipient_id, "gift_received", gift.gift_id, now)
