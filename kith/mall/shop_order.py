"""An order: what a shop has to send, without a word about who gave it or why."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, LiteralString, NewType
from uuid import UUID

from msgspec import Struct

from kith import merchants
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Tx
from kith.mall.carriers.carrier import CarrierCode
from kith.mall.goods import SkuId

OrderId = NewType("OrderId", UUID)
OrderState = Literal["to_ship", "shipped", "in_delivery", "received", "unable", "cancelled"]
Move = Literal[
    "placed",
    "confirmed",
    "unable",
    "cancelled",
    "shipped",
    "corrected",
    "in_delivery",
    "received",
    "exception",
    "resumed",
]
UnableReason = Literal["sold_out", "cannot_deliver", "other"]
Trouble = Literal["exception", "returned", "unknown_number"]
"""The carrier met an obstacle, is bringing the parcel back, or has no parcel of this number."""


class OrderNotFound(Refusal, status=404):
    """There is no such order in a shop of yours."""


class OrderIdTaken(Refusal):
    """This order id stands for another order already."""


class OrderNotOpen(Refusal):
    """This order no longer waits to be sent: it is on its way, or it has ended."""


class AlreadyShipped(Refusal):
    """This order was sent with another carrier or number. Correct the shipment if the first entry was wrong."""


class NotShippedYet(Refusal):
    """This order was not sent yet, so there is no shipment to correct."""


class ParcelUnderWay(Refusal):
    """The carrier already moves this parcel under the number that was given first, so it can no longer be changed."""


class TrackingNumberUsed(Refusal):
    """This tracking number belongs to another order. Every order travels under a number of its own."""


class Order(Struct, frozen=True):
    """One order. `purpose` and `ref` say what hangs on it and are never part of an answer."""

    order_id: OrderId
    merchant_id: merchants.MerchantId
    sku_id: SkuId
    purpose: str
    ref: UUID
    title: str
    article: str
    """The shop's own name of the variant."""
    options: dict[str, str]
    picture_id: str | None
    quantity: int
    fen: int
    state: OrderState
    placed_at: datetime
    ship_by: datetime
    confirmed_at: datetime | None
    reason: str | None
    carrier: CarrierCode | None
    tracking_no: str | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    trouble: Trouble | None
    last_move: Move


class Item(Struct, frozen=True):
    """What a variant is called at this moment."""

    title: str
    article: str
    options: dict[str, str]
    picture_id: str | None


@dataclass(frozen=True)
class OrderMoved:
    """Whom to tell, by the order's purpose, when an order was confirmed, unable, shipped, in_delivery, received or met
    an exception (`order.last_move` says which): called in the same transaction, with the order locked.

    Not told: what the purpose does itself (place, cancel, receive), and what means nothing to it (correct, resume).
    """

    table: Mapping[str, Callable[[Tx, Order, datetime], Awaitable[None]]]
    parcel: Mapping[str, Callable[[Tx, Order, datetime], Awaitable[None]]] = field(
        default_factory=dict[str, Callable[[Tx, Order, datetime], Awaitable[None]]]
    )
    """Whom to tell that the parcel looks different: the carrier said more of it, or its number was corrected."""


def same_deed(first: Order, again: Sequence[object]) -> Order:
    """The answer to an order placed twice. Raises `OrderIdTaken` if `again` has other content."""
    if (first.merchant_id, first.sku_id, first.purpose, first.ref, first.quantity, first.fen, first.ship_by) != tuple(
        again
    ):
        raise OrderIdTaken
    return first


def must_wait(order: Order) -> None:
    """Raises `OrderNotOpen` unless the order waits to be sent."""
    if order.state != "to_ship":
        raise OrderNotOpen(state=order.state)


def is_sent(order: Order, carrier: CarrierCode, tracking_no: str) -> bool:
    """True if the order was sent in just this way already. Raises `AlreadyShipped`, then `OrderNotOpen`."""
    if order.tracking_no is None:
        must_wait(order)
        return False
    if (order.carrier, order.tracking_no) != (carrier, tracking_no):
        raise AlreadyShipped
    return True


def is_correct(order: Order, carrier: CarrierCode, tracking_no: str) -> bool:
    """True if the shipment reads just so already. Raises `NotShippedYet`, then `ParcelUnderWay`."""
    if order.tracking_no is None:
        raise NotShippedYet(state=order.state)
    if (order.carrier, order.tracking_no) == (carrier, tracking_no):
        return True
    if order.state != "shipped":
        raise ParcelUnderWay(state=order.state)
    return False


_COLUMNS: LiteralString = """order_id, merchant_id, sku_id, purpose, ref, title, article, options, picture_id, quantity,
    fen, state, placed_at, ship_by, confirmed_at, reason, carrier, tracking_no, shipped_at, delivered_at, trouble,
    last_move"""


def _move(move: LiteralString, actor: LiteralString, sets: LiteralString, guard: LiteralString) -> Query[Order]:
    """The guarded statement of one move, which writes down in the same breath who moved what and when."""
    person = "%(person_id)s" if actor == "shop" else "NULL::uuid"
    return Query(
        Order,
        f"""
        WITH moved AS (
            UPDATE shop_order SET moves = moves + 1, last_move = '{move}', {sets}
            WHERE order_id = %(order_id)s AND {guard}
            RETURNING moves, {_COLUMNS}
        ), logged AS (
            INSERT INTO order_move (order_id, number, move, actor, person_id, moved_at)
            SELECT order_id, moves, last_move, '{actor}', {person}, %(now)s FROM moved
        )
        SELECT {_COLUMNS} FROM moved
        """,  # noqa: S608 made of the literals in this file
    )


item = Query(
    Item,
    """
    SELECT p.title, v.external_id AS article, v.options,
        (SELECT f.picture_id FROM product_picture f
         WHERE f.product_id = p.product_id AND f.state = 'stored' ORDER BY f.position LIMIT 1) AS picture_id
    FROM variant v JOIN product p ON p.product_id = v.product_id
    WHERE v.sku_id = %(sku_id)s
    """,
)
place = Query(
    Order,
    f"""
    WITH placed AS (
        INSERT INTO shop_order (
            order_id, merchant_id, sku_id, purpose, ref, title, article, options, picture_id, quantity, fen, state,
            placed_at, ship_by, moves, last_move
        ) VALUES (
            %(order_id)s, %(merchant_id)s, %(sku_id)s, %(purpose)s, %(ref)s, %(title)s, %(article)s, %(options)s,
            %(picture_id)s, %(quantity)s, %(fen)s, 'to_ship', %(now)s, %(ship_by)s, 1, 'placed'
        )
        ON CONFLICT (order_id) DO NOTHING
        RETURNING moves, {_COLUMNS}
    ), logged AS (
        INSERT INTO order_move (order_id, number, move, actor, moved_at)
        SELECT order_id, moves, last_move, 'purpose', %(now)s FROM placed
    )
    SELECT {_COLUMNS} FROM placed
    """,  # noqa: S608 made of the literals in this file
)
_OF: LiteralString = f"SELECT {_COLUMNS} FROM shop_order WHERE order_id = %(order_id)s"  # noqa: S608 literals only
by_id = Query(Order, _OF)
lock = Query(Order, f"{_OF} FOR UPDATE")

cancel = _move("cancelled", "purpose", "state = 'cancelled', reason = %(why)s", "state = 'to_ship'")
confirm = _move("confirmed", "shop", "confirmed_at = %(now)s", "state = 'to_ship' AND confirmed_at IS NULL")
refuse = _move("unable", "shop", "state = 'unable', reason = %(reason)s", "state = 'to_ship'")
ship = _move(
    "shipped",
    "shop",
    "state = 'shipped', carrier = %(carrier)s, tracking_no = %(tracking_no)s, shipped_at = %(now)s",
    "state = 'to_ship'",
)
correct = _move(
    "corrected",
    "shop",
    "carrier = %(carrier)s, tracking_no = %(tracking_no)s, trouble = NULL",
    "state = 'shipped'",
)
set_out = _move("in_delivery", "carrier", "state = 'in_delivery'", "state = 'shipped'")
deliver = _move("received", "carrier", "state = 'received', delivered_at = %(delivered_at)s", "state = 'in_delivery'")
receive = _move(
    "received", "purpose", "state = 'received', delivered_at = %(now)s", "state IN ('shipped', 'in_delivery')"
)
stumble = _move(
    "exception",
    "carrier",
    "trouble = %(trouble)s",
    "tracking_no IS NOT NULL AND trouble IS DISTINCT FROM %(trouble)s",
)
resume = _move("resumed", "carrier", "trouble = NULL", "trouble IS NOT NULL")
