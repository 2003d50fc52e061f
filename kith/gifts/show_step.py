"""Tell the giver, and the friends who paid, of steps of delivery whose day is over."""

from datetime import datetime

from kith import chat, notices
from kith.gifts import gift as gifts
from kith.gifts import giver_step as steps
from kith.gifts import timer as timers
from kith.gifts.gift import GiftId
from kith.gifts.tell_payers import tell_payers
from kith.kit.sql import Tx


async def show_step(tx: Tx, gift_id: GiftId, now: datetime) -> None:
    """They see them from midnight on, and that is also when the event says that it happened.

    What happened since midnight, before this came to be done, is for the next one.
    """
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="show_step", now=now) is None:
        return
    today_began_at = steps.today_began(now)
    await notices.tell(tx, gift.giver_id, "gift_given", gift_id, today_began_at)
    await tell_payers(tx, gift, today_began_at)
    await chat.move_card(tx, gift.giver_id, gift.recipient_id, "gift", gift_id)
    if await timers.hidden.one(tx, gift_id=gift_id, today_began_at=today_began_at):
        await timers.start_once.run(tx, gift_id=gift_id, kind="show_step", due_at=steps.tomorrow_begins(now))
