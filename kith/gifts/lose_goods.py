"""Let the recipient choose again what her shop has not got."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.gift import Gift
from kith.gifts.move import step
from kith.gifts.policy import Policy
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def lose_goods(tx: Tx, policy: Policy, gift: Gift, order: mall.Order, now: datetime) -> None:
    """The unit is gone, the address is kept for the next shop, and the recipient is told; the giver sees no change.

    `order`, which its shop has refused, and `gift` are locked. The shop can read the address no more.
    """
    await gifts.move.one(tx, **step(gift, "lose_goods", "merchant", None, now))
    await mall.write_off(tx, order.sku_id, gift.gift_id, now)
    choose_by = now + policy.choosing
    await acceptances.let_choose.run(tx, gift_id=gift.gift_id, choose_by=choose_by)
    await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["late", "ship_late"])
    await timers.start.run(tx, gift_id=gift.gift_id, kind="choose", due_at=choose_by)
    await tell_recipient(tx, gift, now)
