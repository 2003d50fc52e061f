"""End what a person has not answered, and what nobody has answered of theirs."""

from collections.abc import Sequence
from datetime import datetime

from kith import mall, people
from kith.gifts import gift as gifts
from kith.gifts.end import end
from kith.gifts.gift import Gift, GiftId
from kith.gifts.move import may
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def end_unanswered(tx: Tx, gift_ids: Sequence[GiftId], person_id: people.PersonId, now: datetime) -> None:
    """Those of these gifts that the person gave end and are refunded at once; those the person received end like a
    quiet decline.

    What is accepted runs on. A gift that has not reached the person is left to `offer`. All gifts are locked before any
    is ended.
    """
    waiting = await gifts.unanswered.all(tx, gift_ids=list(gift_ids))
    locked = [await gifts.lock.one(tx, gift_id=gift_id) for gift_id in waiting]
    for gift in sorted(locked, key=_in_order):
        if gift.giver_id == person_id:
            if may(gift, "withdraw"):
                await end(tx, gift, "withdraw", by="giver", by_id=person_id, now=now)
        elif await gifts.decline_quietly.run(tx, gift_id=gift.gift_id, now=now):
            await tell_recipient(tx, gift, now)


def _in_order(gift: Gift) -> tuple[bool, mall.SkuId, GiftId]:
    """Money before stock and stock by its ids, as everybody locks them."""
    return gift.state != "offered", gift.sku_id, gift.gift_id
