"""A shop with an order, for tests: Eve owns it, Fay owns another one."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith import mall, merchants, people
from kith.kit import ids
from kith.kit.sql import Query, Tx
from kith.mall import Order, OrderId, OrderMoved
from kith.mall.carriers.carrier import Report, Sighting, Status
from kith.mall.goods import SkuId
from kith.mall.order_policy import OrderPolicy
from kith.mall.ship import ship
from tests.cast import EVE

POLICY = OrderPolicy()
NUMBER = "SF1234567890123"
OTHER_NUMBER = "SF1234567890124"
HOUR = timedelta(hours=1)

moves = Query(
    str,
    """
    SELECT concat_ws(' ', number, move, actor, (person_id = %(person_id)s)::text) FROM order_move
    WHERE order_id = %(order_id)s ORDER BY number
    """,
)
waiting_jobs = Query(str, "SELECT task_name::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")


class Listener:
    """What hangs on orders here: it remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.moved = OrderMoved({"gift": self.hear})

    async def hear(self, tx: Tx, order: Order, now: datetime) -> None:
        self.heard.append(order.last_move)


async def open_shop(tx: Tx, now: datetime, owner: people.PersonId = EVE) -> merchants.MerchantId:
    merchant_id = merchants.MerchantId(ids.new(now))
    name = f"Shop {merchant_id.hex[-6:]}"
    await merchants.add(
        tx, merchant_id=merchant_id, name=name, city="Kunming", phone="+8687112345678", staff=[owner], now=now
    )
    return merchant_id


async def stock_vase(tx: Tx, merchant_id: merchants.MerchantId, now: datetime) -> SkuId:
    """A listed product with one variant."""
    product_id, sku_id = ids.new(now), SkuId(ids.new(now))
    await tx.execute(
        """
        INSERT INTO product (product_id, merchant_id, external_id, category, title, story, brand, ship_from, ships_to,
            ship_within_hours, occasions, state, lowest_fen, folded, words, fingerprint, created_at, changed_at,
            listed_at)
        VALUES (%(product_id)s, %(merchant_id)s, %(name)s, 'home', 'Celadon vase', '', '', '530000', '{}', 48, '{}',
            'listed', 28800, 'celadonvase', '', '', %(now)s, %(now)s, %(now)s)
        """,
        {"product_id": product_id, "merchant_id": merchant_id, "name": str(product_id), "now": now},
    )
    await tx.execute(
        """
        INSERT INTO variant (sku_id, product_id, external_id, options, fen, position, retired, fed_units)
        VALUES (%(sku_id)s, %(product_id)s, 'VASE-G', '{"colour": "green"}', 28800, 0, false, 5)
        """,
        {"product_id": product_id, "sku_id": sku_id},
    )
    await tx.execute(
        "INSERT INTO stock (sku_id, units, held, changed_at) VALUES (%(sku_id)s, 5, 0, %(now)s)",
        {"sku_id": sku_id, "now": now},
    )
    return sku_id


async def order_vase(
    tx: Tx, now: datetime, *, shop: merchants.MerchantId | None = None, ship_by: datetime | None = None, **other: Any
) -> Order:
    """An order in Eve's queue, for a gift."""
    merchant_id = shop or await open_shop(tx, now)
    deed = {
        "order_id": OrderId(ids.new(now)),
        "merchant_id": merchant_id,
        "sku_id": await stock_vase(tx, merchant_id, now),
        "purpose": "gift",
        "ref": ids.new(now),
        "fen": 28800,
        "ship_by": ship_by or now + 48 * HOUR,
    }
    return await mall.place_order(tx, **deed | other, now=now)


async def shipped_vase(tx: Tx, listener: Listener, now: datetime, number: str = NUMBER, **other: Any) -> Order:
    """An order that Eve has sent with SF."""
    order = await order_vase(tx, now, **other)
    return await send(tx, listener, order.order_id, now, number)


async def send(tx: Tx, listener: Listener, order_id: UUID, now: datetime, number: str = NUMBER) -> Order:
    return await ship(
        tx,
        listener.moved,
        POLICY,
        order_id=OrderId(order_id),
        person_id=EVE,
        carrier="sf",
        tracking_no=number,
        now=now,
    )


def said(now: datetime, *events: tuple[float, Status], number: str = NUMBER) -> Report:
    """What SF says: statuses at hours from `now`."""
    return Report("sf", number, [Sighting(status, now + hours * HOUR, "") for hours, status in events])
