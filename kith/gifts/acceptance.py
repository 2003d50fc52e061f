"""An acceptance: the variant the recipient chose and the order that the shop works on.

Nothing that answers the giver reads these rows.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import mall
from kith.gifts.gift import Gift, GiftId
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class NotThisVariant(Refusal):
    """You can choose among the variants of this product that have the price of the gift."""


class ShopBlocked(Refusal):
    """You blocked the shop that would send this gift. Unblock it or decline."""


class OutsideDeliveryArea(Refusal):
    """The shop does not deliver there. Give another address, or decline."""


class ShopCannotServe(Refusal):
    """This shop may not send this gift. The gift has been cancelled and whoever paid gets the money back."""


class Acceptance(Struct, frozen=True):
    """The row of an acceptance."""

    gift_id: GiftId
    sku_id: mall.SkuId
    order_id: mall.OrderId
    accepted_at: datetime


def may_send(gift: Gift, variant: mall.Variant, *, blocked: bool, delivers: bool) -> None:
    """Whether the shop can send this variant to the address, `delivers` says whether it sends there.

    Raises `NotThisVariant`, `ShopBlocked`, `OutsideDeliveryArea`.
    """
    if (variant.product_id, variant.fen) != (gift.product_id, gift.fen):
        raise NotThisVariant
    if blocked:
        raise ShopBlocked
    if not delivers:
        raise OutsideDeliveryArea


insert = Statement(
    """INSERT INTO acceptance (gift_id, sku_id, order_id, accepted_at)
    VALUES (%(gift_id)s, %(sku_id)s, %(order_id)s, %(now)s)"""
)
of = Query(Acceptance, "SELECT gift_id, sku_id, order_id, accepted_at FROM acceptance WHERE gift_id = %(gift_id)s")

point = Statement("INSERT INTO order_gift (order_id, gift_id) VALUES (%(order_id)s, %(gift_id)s)")
gift_of = Query(UUID, "SELECT gift_id FROM order_gift WHERE order_id = %(order_id)s")
