"""End what two people have not answered when one blocks the other."""

from datetime import datetime

from kith import mall, people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts.end import end
from kith.gifts.gift import Gift, GiftId
from kith.gifts.move import may
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def end_on_block(tx: Tx, blocker: people.PersonId, blocked: people.PersonId, now: datetime) -> None:
    """Gifts that the blocker gave end and are refunded at once; those the blocker received end like a quiet decline.

    What is accepted runs on. A gift that is being paid to the blocker is left to `fund`. All gifts are locked before
    any is ended. For `people.Blocked`.
    """
    between = await diaries.between.all(tx, giver_id=blocker, recipient_id=blocked)
    between += await diaries.between.all(tx, giver_id=blocked, recipient_id=blocker)
    locked = [await gifts.lock.one(tx, gift_id=gift_id) for gift_id in await gifts.unanswered.all(tx, gift_ids=between)]
    for gift in sorted(locked, key=_in_order):
        if gift.giver_id == blocked:
            if await gifts.decline_quietly.run(tx, gift_id=gift.gift_id, now=now):
                await tell_recipient(tx, gift, now)
        elif may(gift, "withdraw"):
            await end(tx, gift, "withdraw", by="giver", by_id=blocker, now=now)


def _in_order(gift: Gift) -> tuple[bool, mall.SkuId, GiftId]:
    """Money before stock and stock by its ids, as everybody locks them."""
    return gift.state != "offered", gift.sku_id, gift.gift_id
