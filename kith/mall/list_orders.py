"""A shop's queue of orders."""

from datetime import datetime

from kith import merchants, people
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx
from kith.mall import order_queue as queues
from kith.mall.order_queue import OrderTab, Place, QueuedOrder, Stretch
from kith.mall.shop_order import OrderState


async def list_orders(
    tx: Tx,
    merchant_id: merchants.MerchantId,
    person_id: people.PersonId,
    *,
    tab: OrderTab | None = None,
    state: OrderState | None = None,
    limit: int,
    after: str | None,
    now: datetime,
) -> Page[QueuedOrder]:
    """Orders of a shop, in one tab, else in one state, else all: stretch by stretch, what must be done next first.

    Raises `merchants.NotYourShop`, `BadCursor`.
    """
    await merchants.check_staff(tx, merchant_id, person_id)
    parts = queues.stretches(tab, state)
    start = key(after, Place) or (0, *queues.start_of(parts[0]))
    found: list[tuple[Place, QueuedOrder]] = []
    for number, part in enumerate(parts):
        if number < start[0] or len(found) > limit:
            continue
        begin = start[1:] if number == start[0] else queues.start_of(part)
        most = limit + 1 - len(found)
        rows = await _read(tx, part, begin, merchant_id=merchant_id, limit=most, now=now)
        found += [((number, *queues.place_of(row, part)), row) for row in rows]
    shown = found[:limit]
    return Page([row for _, row in shown], cursor(*shown[-1][0]) if len(found) > limit else None)


async def _read(
    tx: Tx, part: Stretch, begin: tuple[object, ...], *, merchant_id: merchants.MerchantId, limit: int, now: datetime
) -> list[QueuedOrder]:
    queue = queues.newest if part.newest_first else queues.by_promise
    return await queue.all(
        tx,
        merchant_id=merchant_id,
        states=list(part.states),
        confirmed=part.confirmed,
        troubled=part.troubled,
        late_at=now if part.late else None,
        after_at=begin[0],
        after_id=begin[1],
        limit=limit,
    )
