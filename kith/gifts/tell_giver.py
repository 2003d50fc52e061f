"""Tell the giver, and the friends who paid, that what they see of a gift has changed."""

from datetime import datetime

from kith import chat, notices
from kith.gifts import giver_step as steps
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import MOVES, Deed
from kith.gifts.tell_payers import tell_payers
from kith.kit.sql import Tx


async def tell_giver(tx: Tx, gift: Gift, deed: Deed, now: datetime) -> None:
    """At once, or of a step of delivery when its day in Beijing is over: an earlier word would betray the hour.

    Nothing when it is the same to her: that the recipient chooses again is none of her business. `gift` is locked, as
    it was before.
    """
    if steps.looks(gift.state) == steps.looks(MOVES[deed][1]):
        return
    if deed in steps.DELIVERY:
        await timers.start_once.run(tx, gift_id=gift.gift_id, kind="show_step", due_at=steps.tomorrow_begins(now))
    else:
        await notices.tell(tx, gift.giver_id, "gift_given", gift.gift_id, now)
        await tell_payers(tx, gift, now)
        await chat.move_card(tx, gift.giver_id, gift.recipient_id, "gift", gift.gift_id)
