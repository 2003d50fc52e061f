"""Count a gift as received because nobody said otherwise."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.count_received import count_received
from kith.gifts.gift import GiftId
from kith.gifts.move import may
from kith.gifts.policy import Policy
from kith.kit.sql import Tx


async def assume_receipt(tx: Tx, policy: Policy, gift_id: GiftId, now: datetime) -> None:
    """The parcel was silent, and so was the recipient when asked. The order is locked before the gift."""
    accepted = await acceptances.of.one(tx, gift_id=gift_id)
    await mall.receive_order(tx, accepted.order_id, now)
    gift = await gifts.lock.one(tx, gift_id=gift_id)
    if await timers.take.maybe(tx, gift_id=gift_id, kind="assume_receipt", now=now) and may(gift, "receive"):
        await count_received(tx, policy, gift, by="clock", by_id=None, now=now)
