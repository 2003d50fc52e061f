"""Place an order with a shop."""

from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from kith import merchants
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.goods import SkuId
from kith.mall.shop_order import Order, OrderId


async def place_order(
    tx: Tx,
    *,
    order_id: OrderId,
    merchant_id: merchants.MerchantId,
    sku_id: SkuId,
    purpose: str,
    ref: UUID,
    fen: int,
    ship_by: datetime,
    now: datetime,
    quantity: int = 1,
) -> Order:
    """Put an order into the shop's queue, with the goods as they are now.

    `order_id` is the caller's, and unlike `ref` the shop gets to see it: it must not lead from one to the other. The
    same id with the same content is the first answer. Raises `OrderIdTaken`.
    """
    item = await orders.item.one(tx, sku_id=sku_id)
    placed = await orders.place.maybe(
        tx,
        order_id=order_id,
        merchant_id=merchant_id,
        sku_id=sku_id,
        purpose=purpose,
        ref=ref,
        title=item.title,
        article=item.article,
        options=Jsonb(item.options),
        picture_id=item.picture_id,
        quantity=quantity,
        fen=fen,
        ship_by=ship_by,
        now=now,
    )
    if placed is not None:
        await merchants.tell_staff(tx, merchant_id, now)
        return placed
    first = await orders.by_id.one(tx, order_id=order_id)
    return orders.same_deed(first, (merchant_id, sku_id, purpose, ref, quantity, fen, ship_by))
