"""Move a gift as its order moves."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import gift as gifts
from kith.gifts import timer as timers
from kith.gifts.count_received import count_received
from kith.gifts.end import end
from kith.gifts.gift import Gift
from kith.gifts.lose_goods import lose_goods
from kith.gifts.move import Deed, may, step
from kith.gifts.policy import Policy
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.sql import Tx


async def follow_order(tx: Tx, order: mall.Order, now: datetime, *, policy: Policy) -> None:
    """The shop has not got it: the recipient chooses again. It cannot send it: the gift ends and is refunded. It was
    sent, moves, or was delivered: the gift follows.

    Every move of the parcel breaks its silence and starts the wait anew. For `mall.OrderMoved`, purpose `gift`; the
    order is locked. News that comes after the gift went on does nothing.
    """
    gift = await gifts.lock.one(tx, gift_id=await acceptances.gift_of.one(tx, order_id=order.order_id))
    match order.last_move:
        case "unable" if order.reason == "sold_out" and may(gift, "lose_goods"):
            await lose_goods(tx, policy, gift, order, now)
        case "unable" if may(gift, "cancel"):
            await end(tx, gift, "cancel", by="merchant", by_id=None, now=now)
        case "shipped" if may(gift, "ship"):
            await gifts.move.one(tx, **step(gift, "ship", "merchant", None, now))
            await _await_news(tx, policy, gift, "ship", now)
        case "in_delivery" if may(gift, "carry"):
            await gifts.move.one(tx, **step(gift, "carry", "carrier", None, now))
            await _await_news(tx, policy, gift, "carry", now)
        case "received" if may(gift, "receive"):
            await count_received(tx, policy, gift, by="carrier", by_id=None, now=now)
        case "exception":
            await gifts.note_trouble.run(tx, gift_id=gift.gift_id, now=now)
        case _:
            pass


async def _await_news(tx: Tx, policy: Policy, gift: Gift, deed: Deed, now: datetime) -> None:
    await tell_giver(tx, gift, deed, now)
    await tell_recipient(tx, gift, now)
    await gifts.hear.run(tx, gift_id=gift.gift_id)
    await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["late", "ship_late", "assume_receipt"])
    if gift.late_at and now < gift.late_at:
        await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["show_late"])
    await timers.start.run(tx, gift_id=gift.gift_id, kind="ask_receipt", due_at=now + policy.silence)
