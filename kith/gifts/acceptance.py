"""An acceptance: what the recipient takes, at which price from which shop, and the order that the shop works on.

It may be something else than was given, and it is chosen again when the shop has not got it. Nothing that answers the
giver reads these rows.
"""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from msgspec import Struct

from kith import mall, merchants
from kith.gifts.address import Address
from kith.gifts.gift import Gift, GiftId
from kith.gifts.giving import NotForSale
from kith.gifts.money import Promise, first_promise
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class NotThisVariant(Refusal):
    """You can choose among the variants of this product that have the price of the gift."""


class TooDear(Refusal):
    """This costs more than the gift is worth. Choose something of the same value, or of a lower one."""


class ShopTooNear(Refusal):
    """Somebody who gives or takes this gift works for that shop. Choose something of another one."""


class ShopBlocked(Refusal):
    """You blocked the shop that would send this gift. Unblock it or decline."""


class OutsideDeliveryArea(Refusal):
    """The shop does not deliver there. Give another address, or decline."""


class SwapDiffers(Refusal):
    """This costs less than the gift is worth, and the difference goes back to who gave. Say that it may."""


class AddressNeeded(Refusal):
    """Say where the gift goes."""


class ShopCannotServe(Refusal):
    """This shop may not send this gift. The gift has been cancelled and whoever paid gets the money back."""


class Acceptance(Struct, frozen=True):
    """The row of an acceptance. `choose_by` is set while she has to choose again."""

    gift_id: GiftId
    sku_id: mall.SkuId
    order_id: mall.OrderId
    accepted_at: datetime
    merchant_id: merchants.MerchantId
    product_id: mall.ProductId
    title: str
    picture_id: str | None
    fen: int
    returned_fen: int
    hold: int
    ship_by: datetime
    choose_by: datetime | None


class Answer(Struct, frozen=True):
    """A yes. Without an address it goes where the gift was to go before; `returned_fen` may go back to who paid."""

    sku_id: mall.SkuId
    address: Address | None = None
    returned_fen: int = 0


class Choice(Struct, frozen=True):
    """What she wants to take, at this moment."""

    variant: mall.Variant
    product: mall.Product
    blocked: bool
    """She blocked the shop."""
    insiders: bool
    """Who gives, pays or receives the gift works for the shop."""
    delivers: bool
    """It is delivered to the address."""


def promised(gift: Gift, accepted: Acceptance | None) -> Promise:
    """What is promised to whom now. Its `fen` are the value of the gift, of which some may have gone back."""
    if accepted is None:
        return first_promise(gift)
    return Promise(gift.gift_id, accepted.hold, accepted.merchant_id, accepted.fen)


def is_swap(gift: Gift, accepted: Acceptance | None, product: mall.Product) -> bool:
    """Whether it is another product than she was given or, choosing again, took before."""
    return product.product_id != (accepted.product_id if accepted else gift.product_id)


def may_take(gift: Gift, accepted: Acceptance | None, answer: Answer, choice: Choice) -> None:
    """Whether she can have this.

    Raises `NotThisVariant`, or for another product `TooDear`, `NotForSale`, `ShopTooNear`; then `ShopBlocked`,
    `OutsideDeliveryArea`, `SwapDiffers` with the price and what goes back, `mall.SoldOut` for what the shop has said
    it has not got.
    """
    value, fen = promised(gift, accepted).fen, choice.variant.fen
    if not is_swap(gift, accepted, choice.product):
        if fen != value:
            raise NotThisVariant
    else:
        if fen > value:
            raise TooDear(value_fen=value)
        if choice.product.state != "listed":
            raise NotForSale
        if choice.insiders:
            raise ShopTooNear
    if choice.blocked:
        raise ShopBlocked
    if not choice.delivers:
        raise OutsideDeliveryArea
    if answer.returned_fen != value - fen:
        raise SwapDiffers(fen=fen, returned_fen=value - fen)
    if accepted and accepted.sku_id == choice.variant.sku_id:
        raise mall.SoldOut


def next_promise(now_promised: Promise, choice: Choice) -> Promise:
    """What is to be promised for this choice: the same as now, unless shop or price is another."""
    merchant_id, fen = choice.product.merchant_id, choice.variant.fen
    if (merchant_id, fen) == (now_promised.merchant_id, now_promised.fen):
        return now_promised
    return Promise(now_promised.gift_id, now_promised.number + 1, merchant_id, fen)


_COLUMNS: LiteralString = """gift_id, sku_id, order_id, accepted_at, merchant_id, product_id, title, picture_id, fen,
    returned_fen, hold, ship_by, choose_by"""

put = Statement(
    """INSERT INTO acceptance (gift_id, sku_id, order_id, accepted_at, merchant_id, product_id, title, picture_id, fen,
        returned_fen, hold, ship_by)
    VALUES (%(gift_id)s, %(sku_id)s, %(order_id)s, %(now)s, %(merchant_id)s, %(product_id)s, %(title)s, %(picture_id)s,
        %(fen)s, %(returned_fen)s, %(hold)s, %(ship_by)s)
    ON CONFLICT (gift_id) DO UPDATE SET sku_id = excluded.sku_id, order_id = excluded.order_id,
        accepted_at = excluded.accepted_at, merchant_id = excluded.merchant_id, product_id = excluded.product_id,
        title = excluded.title, picture_id = excluded.picture_id, fen = excluded.fen,
        returned_fen = excluded.returned_fen, hold = excluded.hold, ship_by = excluded.ship_by, choose_by = NULL"""
)
of = Query(
    Acceptance,
    f"SELECT {_COLUMNS} FROM acceptance WHERE gift_id = %(gift_id)s",  # noqa: S608 made of literals in this file
)
let_choose = Statement("UPDATE acceptance SET choose_by = %(choose_by)s WHERE gift_id = %(gift_id)s")

point = Statement("INSERT INTO order_gift (order_id, gift_id) VALUES (%(order_id)s, %(gift_id)s)")
gift_of = Query(UUID, "SELECT gift_id FROM order_gift WHERE order_id = %(order_id)s")
