"""Tell everybody of gifts whose hour has come."""

from collections.abc import Sequence
from datetime import datetime

from kith import notices
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.card_gift import card_gift
from kith.gifts.gift import GiftId
from kith.gifts.tell_payers import tell_payers
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def arrive(tx: Tx, gift_ids: Sequence[GiftId], now: datetime) -> int:
    """They were made ready before and can be seen already; many of one minute are told together. Returns how many."""
    waiting = await gifts.lock_all.all(tx, gift_ids=list(gift_ids))
    due = {*await timers.take_all.all(tx, gift_ids=list(gift_ids), kind="arrive", now=now)}
    for gift in waiting:
        if gift.gift_id in due and gift.offered_at:
            await notices.tell(tx, gift.giver_id, "gift_given", gift.gift_id, gift.offered_at)
            await tell_payers(tx, gift, gift.offered_at)
            await tell_recipient(tx, gift, now)
            if gifts.reached(gift, now):
                await card_gift(tx, gift, gift.offered_at)
    return len(due)
