"""A shop's queue of orders."""

from datetime import datetime
from uuid import UUID

from kith import merchants, people
from kith.kit import page
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.mall import shop_order as orders
from kith.mall.shop_order import OrderState, QueuedOrder


async def list_orders(
    tx: Tx,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    *,
    state: OrderState,
    limit: int,
    after: str | None,
) -> Page[QueuedOrder]:
    """Orders of a shop in one state, the most urgent first. Raises `merchants.NotYourShop`, `BadCursor`."""
    if not await merchants.is_staff(tx, merchant_id, person_id):
        raise merchants.NotYourShop
    ship_by, order_id = page.key(after, tuple[datetime, UUID]) or orders.FIRST
    rows = await orders.queue.all(
        tx, merchant_id=merchant_id, state=state, ship_by=ship_by, order_id=order_id, limit=limit + 1
    )
    items = rows[:limit]
    following = page.cursor(items[-1].ship_by, items[-1].order_id) if len(rows) > limit else None
    return Page(items, following)
