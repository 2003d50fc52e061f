"""What a shop earned by its orders: those whose money is the shop's own, and those whose money is still promised."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kith import merchants
from kith.kit.sql import Query, Statement
from kith.mall.shop_order import OrderId


class Sale(Struct, frozen=True):
    """An order whose money became the shop's own at `settled_at`."""

    order_id: OrderId
    title: str
    fen: int
    settled_at: datetime


class Takings(Struct, frozen=True):
    """The sum of a shop's settled orders, in fen."""

    merchant_id: merchants.MerchantId
    fen: int


lock = Query(UUID, "SELECT merchant_id FROM shop_order WHERE order_id = %(order_id)s FOR UPDATE")

settle = Statement("UPDATE shop_order SET settled_at = %(now)s WHERE order_id = %(order_id)s AND settled_at IS NULL")

newest = Query(
    Sale,
    """
    SELECT order_id, title, fen, settled_at FROM shop_order
    WHERE merchant_id = %(merchant_id)s AND settled_at IS NOT NULL
        AND (settled_at, order_id) < (%(before_at)s, %(before_id)s)
    ORDER BY settled_at DESC, order_id DESC LIMIT %(limit)s
    """,
)

unsettled = Query(
    int,
    """
    SELECT coalesce(sum(fen), 0)::bigint FROM shop_order
    WHERE merchant_id = %(merchant_id)s AND settled_at IS NULL
        AND state IN ('to_ship', 'shipped', 'in_delivery', 'received')
    """,
)

takings = Query(
    Takings,
    """
    SELECT merchant_id, sum(fen)::bigint AS fen FROM shop_order
    WHERE settled_at IS NOT NULL AND merchant_id > %(after)s
    GROUP BY merchant_id ORDER BY merchant_id LIMIT %(limit)s
    """,
)
