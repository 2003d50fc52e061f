"""Order what the recipient took from its shop."""

from datetime import datetime

from kith import mall
from kith.gifts import acceptance as acceptances
from kith.gifts import timer as timers
from kith.gifts.acceptance import Choice
from kith.gifts.gift import Gift
from kith.gifts.money import Promise
from kith.gifts.policy import Policy
from kith.kit import ids
from kith.kit.sql import Tx


async def order_goods(
    tx: Tx,
    policy: Policy,
    gift: Gift,
    choice: Choice,
    promise: Promise,
    *,
    returned_fen: int,
    late_at: datetime | None,
    now: datetime,
) -> None:
    """Write down what she took, place an order for it that names nobody, and start the shop's deadlines.

    `late_at` is when the giver sees that it is late; None if that clock runs already.
    """
    order_id = mall.OrderId(ids.new(now))
    ship_by = now + choice.product.promise
    as_given = choice.product.product_id == gift.product_id
    acceptances.put.send(
        tx,
        gift_id=gift.gift_id,
        sku_id=choice.variant.sku_id,
        order_id=order_id,
        merchant_id=promise.merchant_id,
        product_id=choice.product.product_id,
        title=gift.title if as_given else choice.product.title,
        picture_id=gift.picture_id if as_given else choice.product.picture_id,
        fen=promise.fen,
        returned_fen=returned_fen,
        hold=promise.number,
        ship_by=ship_by,
        now=now,
    )
    acceptances.point.send(tx, order_id=order_id, gift_id=gift.gift_id)
    # The mall is not told which gift this is: it knows the order by the order's own id.
    await mall.place_order(
        tx,
        order_id=order_id,
        merchant_id=promise.merchant_id,
        sku_id=choice.variant.sku_id,
        purpose="gift",
        ref=order_id,
        fen=promise.fen,
        ship_by=ship_by,
        now=now,
    )
    await mall.hand_over(tx, choice.variant.sku_id, gift.gift_id, now)
    due = {"late": ship_by, "ship_late": ship_by + policy.lateness}
    if late_at:
        due["show_late"] = late_at
    timers.stop.send(tx, gift_id=gift.gift_id, kinds=["expire", "half_time", "last_day", "choose"])
    timers.start_all.send(tx, gift_id=gift.gift_id, kinds=[*due], due_ats=[*due.values()])
