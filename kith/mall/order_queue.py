"""What a shop sees of its orders: lists with what must be done next first, and how many there are of each kind."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, LiteralString
from uuid import UUID

from msgspec import Struct

from kith.kit.sql import Query
from kith.mall.carriers.carrier import CarrierCode
from kith.mall.goods import SkuId
from kith.mall.shop_order import Order, OrderId, OrderState, Trouble

OrderTab = Literal["to_confirm", "to_ship", "late", "trouble", "shipped", "done"]
"""Orders nobody has confirmed; confirmed ones that wait to be sent; those of both that should be on their way by now;
parcels in trouble; other parcels on their way; orders that have ended."""

_ENDED: tuple[OrderState, ...] = ("received", "unable", "cancelled")


class QueuedOrder(Struct, frozen=True):
    """An order as its shop sees it: what to send and by when. Whose and where to is not part of it."""

    order_id: OrderId
    sku_id: SkuId
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


class OrderCounts(Struct, frozen=True):
    """How many orders each tab has that is not at its end."""

    to_confirm: int
    to_ship: int
    late: int
    trouble: int
    shipped: int


class ShopSummary(Struct, frozen=True):
    """What waits in a shop: orders by tab, and listed variants that are nearly sold out."""

    to_confirm: int
    to_ship: int
    late: int
    trouble: int
    shipped: int
    low_stock: int


class Stretch(Struct, frozen=True):
    """A part of a list: what belongs to it, and whether its newest order or its earliest promise comes first."""

    states: tuple[OrderState, ...]
    confirmed: bool | None = None
    troubled: bool | None = None
    late: bool = False
    newest_first: bool = False


Place = tuple[int, datetime, UUID]
"""Where a list goes on: in which stretch, after which moment, after which order."""

WAITING = Stretch(("to_ship",))
TROUBLED = Stretch(("shipped", "in_delivery"), troubled=True)
UNDER_WAY = Stretch(("shipped", "in_delivery"), troubled=False, newest_first=True)
DONE = Stretch(_ENDED, newest_first=True)

TABS: dict[OrderTab, Stretch] = {
    "to_confirm": Stretch(("to_ship",), confirmed=False),
    "to_ship": Stretch(("to_ship",), confirmed=True),
    "late": Stretch(("to_ship",), late=True),
    "trouble": TROUBLED,
    "shipped": UNDER_WAY,
    "done": DONE,
}


def stretches(tab: OrderTab | None, state: OrderState | None) -> Sequence[Stretch]:
    """What a list consists of, in its order: a tab, or a state, or everything with the most urgent first."""
    if tab is not None:
        return (TABS[tab],)
    if state is not None:
        return (Stretch((state,)),)
    return (WAITING, TROUBLED, UNDER_WAY, DONE)


def start_of(stretch: Stretch) -> tuple[datetime, UUID]:
    """A place before every order of a stretch."""
    if stretch.newest_first:
        return datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1)
    return datetime.min.replace(tzinfo=UTC), UUID(int=0)


def place_of(order: QueuedOrder, stretch: Stretch) -> tuple[datetime, UUID]:
    """The place of an order in its stretch."""
    return (order.placed_at if stretch.newest_first else order.ship_by), order.order_id


def queued(order: Order) -> QueuedOrder:
    """The shop's view of an order."""
    return QueuedOrder(*(getattr(order, name) for name in QueuedOrder.__struct_fields__))


def _queue(after: LiteralString, order: LiteralString) -> Query[QueuedOrder]:
    return Query(
        QueuedOrder,
        f"""
        SELECT order_id, sku_id, title, article, options, picture_id, quantity, fen, state, placed_at, ship_by,
            confirmed_at, reason, carrier, tracking_no, shipped_at, delivered_at, trouble
        FROM shop_order
        WHERE merchant_id = %(merchant_id)s AND state = ANY(%(states)s::text[])
            AND (%(confirmed)s::boolean IS NULL OR (confirmed_at IS NOT NULL) = %(confirmed)s)
            AND (%(troubled)s::boolean IS NULL OR (trouble IS NOT NULL) = %(troubled)s)
            AND (%(late_at)s::timestamptz IS NULL OR ship_by <= %(late_at)s)
            AND {after}
        ORDER BY {order} LIMIT %(limit)s
        """,  # noqa: S608 made of the literals in this file
    )


by_promise = _queue("(ship_by, order_id) > (%(after_at)s, %(after_id)s)", "ship_by, order_id")
newest = _queue("(placed_at, order_id) < (%(after_at)s, %(after_id)s)", "placed_at DESC, order_id DESC")

counts = Query(
    OrderCounts,
    """
    SELECT count(*) FILTER (WHERE state = 'to_ship' AND confirmed_at IS NULL)::int AS to_confirm,
        count(*) FILTER (WHERE state = 'to_ship' AND confirmed_at IS NOT NULL)::int AS to_ship,
        count(*) FILTER (WHERE state = 'to_ship' AND ship_by <= %(now)s)::int AS late,
        count(*) FILTER (WHERE state <> 'to_ship' AND trouble IS NOT NULL)::int AS trouble,
        count(*) FILTER (WHERE state <> 'to_ship' AND trouble IS NULL)::int AS shipped
    FROM shop_order WHERE merchant_id = %(merchant_id)s AND state IN ('to_ship', 'shipped', 'in_delivery')
    """,
)
low_stock = Query(
    int,
    """
    SELECT count(*)::int FROM product p
    JOIN variant v ON v.product_id = p.product_id JOIN stock s ON s.sku_id = v.sku_id
    WHERE p.merchant_id = %(merchant_id)s AND p.state = 'listed' AND NOT v.retired AND s.units - s.held <= %(most)s
    """,
)

has_open = Query(
    bool,
    """
    SELECT EXISTS (
        SELECT FROM shop_order
        WHERE merchant_id = %(merchant_id)s AND state IN ('to_ship', 'shipped', 'in_delivery')
    )
    """,
)
