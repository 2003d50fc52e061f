"""Exchange the unit of a gift for that of what its recipient takes."""

from datetime import datetime

from kith import mall
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.policy import Policy
from kith.kit.sql import Tx


async def exchange(tx: Tx, policy: Policy, gift: Gift, sku_id: mall.SkuId, *, first: bool, now: datetime) -> None:
    """Take the chosen unit, in the order of ids, so that two exchanges never wait for each other in a circle.

    When she chooses for the `first` time, the unit that was given goes back. If it was the last one, it is kept back
    for a while: the giver, who finds it in the shop again, would know that it was not taken. Raises `mall.SoldOut`.
    """
    for each in sorted({sku_id, gift.sku_id} if first else {sku_id}):
        if each == sku_id:
            await mall.take(tx, each, gift.gift_id, now)
        elif (await mall.variant(tx, each)).available:
            await mall.give_back(tx, each, gift.gift_id, now)
        else:
            timers.start.send(tx, gift_id=gift.gift_id, kind="release", due_at=now + policy.hush)
    if sku_id == gift.sku_id and not first:
        timers.stop.send(tx, gift_id=gift.gift_id, kinds=["release"])
